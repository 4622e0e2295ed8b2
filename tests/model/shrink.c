/* Delta debugging: pieces of the walk are left out, halves first, single steps at the end, as long as what is left
 * still fails; then the steps that are left are made plainer. Each try begins with an empty database and the same
 * clock. */
#include "shrink.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "company.h"
#include "ordr/date.h"

enum { BEGINNING = 18 }; /* steps in which the walk sets up a company */

static int room_for(const struct step *steps, int count)
{
	int room = count * 20 + 1000;
	for (int i = 0; i < count; i++)
		for (int form = 0; form < FORMS_MOST; form++)
			if (steps[i].forms[form].tag >= room)
				room = steps[i].forms[form].tag + 1000;
	return room;
}

int shrink_replay(const struct step *steps, int count, bool copies, struct str *report, struct str *script)
{
	struct company company;
	char text[INSTANT_SIZE];
	int at = 0;
	company_begin(&company, room_for(steps, count), count ? steps[0].now : 0);
	if (script)
		str_printf(script, "cd \"$(mktemp -d)\"\nordr init --now %s\n",
			   instant_text((struct instant) { count ? steps[0].now : 0 }, text));
	for (; at < count; at++) {
		if (script)
			step_print(&company.model, &steps[at], script);
		if (!company_step(&company, &steps[at], count < 200, report))
			break;
	}
	if (at == count && company_look(&company, report) && (!copies || company_copy(&company, report)))
		at = -1;
	company_end(&company);
	return at;
}

/* Do these fail? Then *count is up to the first that does. */
static bool fails(const struct step *steps, int *count, bool copies)
{
	struct str report = { 0 };
	int at = shrink_replay(steps, *count, copies, &report, NULL);
	str_release(&report);
	if (at < 0)
		return false;
	if (at < *count)
		*count = at + 1;
	return true;
}

struct shrinking {
	struct step *steps, *tried;
	int count;
	bool copies;
	time_t until;
};

static bool late(const struct shrinking *shrinking)
{
	return time(NULL) > shrinking->until;
}

/* Without the `length` steps from `from`. */
static bool without(struct shrinking *shrinking, int from, int length)
{
	int rest = shrinking->count - from - length;
	int count = from + rest;
	memcpy(shrinking->tried, shrinking->steps, (size_t)from * sizeof *shrinking->steps);
	memcpy(shrinking->tried + from, shrinking->steps + from + length, (size_t)rest * sizeof *shrinking->steps);
	if (!fails(shrinking->tried, &count, shrinking->copies))
		return false;
	memcpy(shrinking->steps, shrinking->tried, (size_t)count * sizeof *shrinking->steps);
	shrinking->count = count;
	return true;
}

/* Large pieces are taken between the company's beginning and the step that fails, without which nothing can fail as it
 * did. */
static bool drop(struct shrinking *shrinking, int length)
{
	bool any = false;
	int head = length > 1 && shrinking->count > 4 * BEGINNING ? BEGINNING : 0;
	for (int from = shrinking->count - 1 - length; from > head - length && !late(shrinking); from -= length) {
		int begin = from < head ? head : from;
		int size = from + length - begin;
		if (begin + size <= shrinking->count && size > 0)
			any |= without(shrinking, begin, size);
	}
	return any;
}

/* Leaves out at once all that changed nothing. */
static void drop_idle(struct shrinking *shrinking)
{
	struct company company;
	struct str report = { 0 };
	int kept = 0;
	company_begin(&company, room_for(shrinking->steps, shrinking->count), shrinking->steps[0].now);
	for (int i = 0; i < shrinking->count; i++) {
		int events = company.model.books.events;
		bool good = company_step(&company, &shrinking->steps[i], false, &report);
		if (!good || i == shrinking->count - 1 || company.model.books.events != events)
			shrinking->tried[kept++] = shrinking->steps[i];
		if (!good)
			break;
	}
	company_end(&company);
	str_release(&report);
	if (!fails(shrinking->tried, &kept, shrinking->copies))
		return;
	memcpy(shrinking->steps, shrinking->tried, (size_t)kept * sizeof *shrinking->steps);
	shrinking->count = kept;
}

/* Each makes a step plainer, or gives false when it is so already. */
static bool plainer(struct step *step, int how)
{
	const struct step before = *step;
	switch (how) {
	case 0:
		step->dry_run = false;
		break;
	case 1:
		step->keep_going = false;
		break;
	case 2:
		step->idempotent = false;
		break;
	case 3:
		step->key = 0;
		break;
	case 4:
		step->piped = step->by_shipment = false;
		break;
	case 5:
		if (step->count > 1)
			step->count--;
		break;
	case 6:
		if (step->count > 1 && !step->next) {
			memmove(step->tags, step->tags + 1, sizeof step->tags - sizeof *step->tags);
			memmove(step->lines, step->lines + 1, sizeof step->lines - sizeof *step->lines);
			memmove(step->forms, step->forms + 1, sizeof step->forms - sizeof *step->forms);
			step->count--;
		}
		break;
	case 7:
		if (step->forms[0].count > 1)
			step->forms[0].count--;
		break;
	case 8:
		if (step->forms[0].count > 1) {
			memmove(step->forms[0].lines, step->forms[0].lines + 1,
				sizeof step->forms[0].lines - sizeof *step->forms[0].lines);
			step->forms[0].count--;
		}
		break;
	case 9:
		step->forms[0].ref = step->forms[0].key = 0;
		step->forms[0].requested = NONE;
		break;
	case 11:
		if (step->amendment.count)
			step->amendment.count--;
		break;
	case 12:
		step->amendment.requested = step->amendment.promised = NONE;
		break;
	case 10:
		step->forms[0].priority = step->forms[0].warehouse = -1;
		break;
	default:
		for (int i = 0; i < LINES; i++)
			step->forms[0].lines[i].price = step->forms[0].lines[i].percent =
				step->forms[0].lines[i].amount = NONE;
	}
	return memcmp(&before, step, sizeof before) != 0;
}

static bool simplify(struct shrinking *shrinking)
{
	bool any = false;
	for (int i = 0; i < shrinking->count; i++)
		for (int how = 0; how < 14 && i < shrinking->count && !late(shrinking); how++) {
			int count = shrinking->count;
			memcpy(shrinking->tried, shrinking->steps, (size_t)count * sizeof *shrinking->steps);
			if (!plainer(&shrinking->tried[i], how) || !fails(shrinking->tried, &count, shrinking->copies))
				continue;
			memcpy(shrinking->steps, shrinking->tried, (size_t)count * sizeof *shrinking->steps);
			shrinking->count = count;
			any = true;
		}
	return any;
}

int shrink(struct step *steps, int count, bool copies, int seconds)
{
	struct shrinking shrinking = { steps, calloc((size_t)count + 1, sizeof *steps), count, copies,
				       time(NULL) + seconds };
	if (!shrinking.tried)
		abort();
	if (count > 1)
		drop_idle(&shrinking);
	for (int length = shrinking.count / 2; length > 1; length /= 2)
		drop(&shrinking, length);
	do
		while (drop(&shrinking, 1) && !late(&shrinking))
			;
	while (simplify(&shrinking) && !late(&shrinking));
	free(shrinking.tried);
	return shrinking.count;
}
