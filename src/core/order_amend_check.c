/* May an order become what an amendment says? Facts and new lines are checked by the same code that checks an order form; what is taken away
 * must not have moved. The amendment is checked whole, as a form is. */
#include <stdio.h>
#include <string.h>

#include "order_amend.h"
#include "ordr/calendar.h"
#include "ordr/master.h"
#include "ordr/settings.h"
#include "ordr/speak.h"

/* Takes the errors that were just found as the amendment's: 0, or −1 when they are none (the disk is full). `path` (may be NULL): where. */
static int collect(struct amend *amend, const char *path)
{
	struct core *core = amend->core;
	for (struct err *next, *err = core->err; err; err = next) {
		next = err->more;
		if (err->code == ERR_NOT_FOUND)
			err->code = ERR_INVALID; /* the amendment is wrong, not what it was asked for */
		if (err->code != ERR_INVALID && err->code != ERR_CONFLICT && err->code != ERR_REFUSED)
			return -1;
		err->already = false;
		if (path)
			err_path(err, "%s", path);
		err_collect(&amend->all, core->keep, err);
	}
	err_clear(core->err);
	return 0;
}

static int fault(struct amend *amend, size_t index, const char *field)
{
	char path[60];
	snprintf(path, sizeof path, "/changes/%zu/%s", index, field);
	return collect(amend, path);
}

int order_amend_compare(struct amend *amend)
{
	bool failed = false;
	for (const struct field *field = amendment_fields; field->name; field++) {
		struct str from = { 0 };
		struct str to = { 0 };
		if (field->type == FIELD_LIST)
			continue;
		field_put_json(field, &amend->from, &from);
		field_put_json(field, amend->to, &to);
		failed |= from.failed || to.failed;
		if (!failed && strcmp(from.text, to.text) != 0)
			amend->differing |= UINT32_C(1) << (field - amendment_fields);
		str_release(&from);
		str_release(&to);
	}
	return failed ? err_memory(amend->core->err) : 0;
}

bool order_amend_differs(const struct amend *amend, const struct field *field)
{
	return amend->differing >> (field - amendment_fields) & 1;
}

static bool differs(const struct amend *amend, const char *name)
{
	return order_amend_differs(amend, field_find(amendment_fields, name, NULL));
}

bool order_amend_moves_address(const struct amend *amend)
{
	return differs(amend, "ship_to");
}

/* A part that the order left out, or as it was. */
static bool completes(const char *from, const char *to)
{
	return !from || (to && !strcmp(from, to));
}

bool order_amend_completes(const struct amend *amend)
{
	const struct order_amendment *to = amend->to;
	const struct address *before = &amend->from.ship_to;
	const struct address *after = &to->ship_to;
	if (to->lines.count || to->changes.count || !order_amend_moves_address(amend))
		return false;
	for (const struct field *field = amendment_fields; field->name; field++)
		if (field->type != FIELD_LIST && strcmp(field->name, "ship_to") && strcmp(field->name, "reason") && order_amend_differs(amend, field))
			return false;
	return completes(before->name, after->name) && completes(before->street, after->street) && completes(before->city, after->city) &&
	       completes(before->postcode, after->postcode) && completes(before->country, after->country);
}

/* What is changed of the facts, as the form of an order; and the lines to add. */
static int check_form(struct amend *amend)
{
	const struct order_amendment *to = amend->to;
	struct order_form form = { .customer = amend->customer, .requested = { NONE }, .lines = to->lines };
	struct priced_order priced;
	if (differs(amend, "ref"))
		form.ref = to->ref;
	if (differs(amend, "requested"))
		form.requested = to->requested;
	if (order_amend_moves_address(amend))
		form.ship_to = to->ship_to;
	form.priority = to->priority;
	if (order_check_part(amend->core, &form, "/lines", 0, &priced))
		return collect(amend, NULL);
	for (size_t i = 0; i < to->lines.count; i++) {
		amend->added[amend->added_count] = priced.lines[i];
		amend->added[amend->added_count++].form = (const struct order_form_line *)to->lines.items + i;
	}
	return 0;
}

static int check_address(struct amend *amend)
{
	if (!amend->shipped || !order_amend_moves_address(amend) || order_amend_completes(amend))
		return 0;
	err_set(amend->core->err, ERR_CONFLICT, "some of it is shipped, so it goes where it goes");
	err_hint(amend->core->err, "cancel the rest by line and place it again: ordr cancel --line N");
	return collect(amend, "/ship_to");
}

static int check_priority(struct amend *amend)
{
	if (amend->to->priority)
		return 0;
	err_set(amend->core->err, ERR_INVALID, "an order has a priority");
	err_hint(amend->core->err, "low, normal, high or urgent");
	return collect(amend, "/priority");
}

static int check_promised(struct amend *amend)
{
	struct core *core = amend->core;
	char number[ID_SIZE];
	char today_text[DATE_SIZE];
	char promised[DATE_SIZE];
	struct date today;
	if (!differs(amend, "promised"))
		return 0;
	if (calendar_today(core, &today))
		return -1;
	if (!amend->confirmed) {
		err_set(core->err, ERR_CONFLICT, "nothing is promised before it is confirmed");
		err_hint(core->err, "ordr confirm %s", order_id_text(amend->id, number));
	} else if (amend->to->promised.days == NONE) {
		err_set(core->err, ERR_INVALID, "a promise is moved, not taken back");
		err_hint(core->err, "give a day");
	} else if (amend->to->promised.days < today.days) {
		err_set(core->err, ERR_INVALID, "promised %s is past already", date_text(amend->to->promised, promised));
		err_hint(core->err, "%s or later", date_text(today, today_text));
	} else {
		return 0;
	}
	return collect(amend, "/promised");
}

/* --- lines that are there ------------------------------------------------------------------------------------------------------- */

static bool changed_before(const struct amend *amend, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (amend->lines[i].change->line == amend->lines[index].change->line)
			return true;
	return false;
}

/* More of a line is a line of its own, at the price of today; a service on the same day, unless that is past. */
static int check_more(struct amend *amend, size_t index, int64_t units)
{
	struct amended_line *line = &amend->lines[index];
	struct date today;
	struct priced_order priced;
	if (calendar_today(amend->core, &today))
		return -1;
	line->more = (struct order_form_line){ .sku = line->now.sku, .qty = { units }, .price = line->change->price, .date = line->change->date };
	if (line->more.date.days == NONE && line->now.date.days != NONE && line->now.date.days >= today.days)
		line->more.date = line->now.date;
	const struct order_form form = { .customer = amend->customer, .requested = { NONE }, .lines = { &line->more, 1 } };
	if (order_check_part(amend->core, &form, "/changes", index, &priced))
		return collect(amend, NULL);
	amend->added[amend->added_count] = priced.lines[0];
	amend->added[amend->added_count++].form = &line->more;
	line->adds = true;
	return 0;
}

static int check_quantity(struct amend *amend, size_t index)
{
	struct core *core = amend->core;
	struct amended_line *line = &amend->lines[index];
	int64_t active = line->now.ordered - line->now.cancelled;
	int64_t wanted = line->change->qty.thousandths == NONE ? active : line->change->qty.thousandths;
	if (wanted < 0 || wanted > ORDER_QTY_MAX) {
		err_set(core->err, ERR_INVALID, wanted < 0 ? TO_TRANSLATE("qty is below zero") : TO_TRANSLATE("qty is more than a line can hold"));
		err_hint(core->err, "units of the line from now on, such as 5");
		return fault(amend, index, "qty");
	}
	if (line->change->price.units != NONE && wanted <= active) {
		err_set(core->err, ERR_INVALID, "the price of line %lld is frozen", (long long)line->now.line);
		err_hint(core->err, "a price is for units beyond those it has");
		if (fault(amend, index, "price"))
			return -1;
	}
	line->cut = wanted < active ? active - wanted : 0;
	amend->cuts |= line->cut > 0;
	/* What is typed is the quantity that is to be, not the difference that would be cut or added. */
	if (wanted != active && order_check_decimals(core, &line->now, wanted))
		return fault(amend, index, "qty");
	if (wanted > active)
		return check_more(amend, index, wanted - active);
	return line->cut && order_check_cut(core, amend->id, &line->now, line->cut) ? fault(amend, index, "qty") : 0;
}

static int check_date(struct amend *amend, size_t index)
{
	struct core *core = amend->core;
	struct amended_line *line = &amend->lines[index];
	char text[DATE_SIZE];
	char today_text[DATE_SIZE];
	struct date today;
	if (line->change->date.days == NONE || line->change->date.days == line->now.date.days)
		return 0;
	if (calendar_today(core, &today))
		return -1;
	if (strcmp(line->now.kind, "service")) {
		err_set(core->err, ERR_INVALID, "%.60s is no service, and only services have a date", line->now.sku);
		err_hint(core->err, "`requested` is the day of the whole order");
	} else if (line->change->date.days < today.days) {
		err_set(core->err, ERR_INVALID, "date %s is past already", date_text(line->change->date, text));
		err_hint(core->err, "%s or later", date_text(today, today_text));
	} else if (line->now.delivered >= line->now.ordered - line->now.cancelled) {
		err_set(core->err, ERR_CONFLICT,
			line->now.delivered ? TO_TRANSLATE("line %lld is performed already") : TO_TRANSLATE("line %lld is cancelled already"),
			(long long)line->now.line);
	} else {
		line->moved = amend->moves = true;
		return 0;
	}
	return fault(amend, index, "date");
}

static int check_change(struct amend *amend, size_t index)
{
	struct amended_line *line = &amend->lines[index];
	if (order_line_open(amend->core, amend->id, line->change->line, &line->now))
		return fault(amend, index, "line");
	if (changed_before(amend, index)) {
		err_set(amend->core->err, ERR_INVALID, "line %lld is changed twice", (long long)line->change->line);
		err_hint(amend->core->err, "say once what it is to be");
		return fault(amend, index, "line");
	}
	return check_date(amend, index) || check_quantity(amend, index) ? -1 : 0;
}

static int check_changes(struct amend *amend)
{
	const struct order_change *change = amend->to->changes.items;
	for (size_t i = 0; i < amend->to->changes.count; i++) {
		amend->lines[i].change = &change[i];
		if (check_change(amend, i))
			return -1;
	}
	return 0;
}

static int check_count(struct amend *amend)
{
	if (amend->last + (int64_t)amend->added_count <= ORDER_LINES_MAX)
		return 0;
	err_set(amend->core->err, ERR_INVALID, "an order has no more than %d lines", ORDER_LINES_MAX);
	err_hint(amend->core->err, "place what is more as an order of its own");
	return collect(amend, "/lines");
}

/* What is taken away, and a promise that is moved, have a reason. */
static int check_reason(struct amend *amend)
{
	if (!amend->to->reason && !amend->cuts && !differs(amend, "promised"))
		return 0;
	return order_check_reason(amend->core, amend->id, amend->to->reason) ? collect(amend, "/reason") : 0;
}

int order_amend_check(struct amend *amend)
{
	const struct order_amendment *to = amend->to;
	char number[ID_SIZE];
	amend->added = arena_array(amend->core->arena, to->lines.count + to->changes.count + 1, sizeof *amend->added);
	amend->lines = arena_array(amend->core->arena, to->changes.count + 1, sizeof *amend->lines);
	if (!amend->added || !amend->lines)
		return err_memory(amend->core->err);
	if (check_form(amend) || check_priority(amend) || check_address(amend) || check_promised(amend) || check_changes(amend) ||
	    check_count(amend) || check_reason(amend))
		return -1;
	if (!amend->all.count)
		return 0;
	for (struct err *err = &amend->all; err; err = err->more)
		if (!*err->subject)
			err_subject(err, "%s", order_id_text(amend->id, number));
	*amend->core->err = amend->all;
	return -1;
}
