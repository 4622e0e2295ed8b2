/* A walk over all commands, returns, complaints and charges among them, without a model: after each step `ordr doctor` must find that every
 * invariant holds, and what a step answers must be what the contract allows: done, or refused, never failed, damaged or unknown. What it does is
 * chosen blindly from the templates below; small books keep the chance high that a document is in a state for the step. Every fourth step is the
 * template that was done least so far, of documents that are in a state for it, or one that leads there, so that none waits for chance.
 *
 *     wander [--seed N] [--steps N] [--life N]
 *
 * Over 20,000 steps each of them must have been done at least once: those that never were are printed. A failure prints the steps of its company as a
 * script, the last of which broke the books. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ordr/cmd.h"
#include "ordr/date.h"
#include "ordr/str.h"
#include "tree.h"

enum { WORDS_MOST = 24, START = 20520, MINUTE_MS = 60000 };

struct wander {
	uint64_t seed;
	int64_t now; /* milliseconds */
	char directory[64], database[96];
	struct str script;
	long done[3];   /* steps by exit status: 0, 3, others */
	long *taken;    /* how often each template was done, */
	long *tried;    /* and how often it was tried because it was done least; of those that stand more than once, at the first */
	const char *list; /* what lists documents that are in a state for the step; NULL: any will do */
	int status;     /* of the last step */
};

static uint32_t draw(struct wander *wander, uint32_t most)
{
	wander->seed ^= wander->seed << 13;
	wander->seed ^= wander->seed >> 7;
	wander->seed ^= wander->seed << 17;
	return (uint32_t)(wander->seed >> 32) % most;
}

/* %O an order, %H a shipment, %I an invoice, %R a return, %K a complaint, %D a dispute, %C a customer, %G goods, %S something sold, %q a quantity, %l a line, %r a
 * reason, %A an order that has what it asks for, %B one that waits, %d a day from today on, %w a warehouse, %p a priority, %a an amount, %X an open hold of an order. Words that stand more than once are taken more often. */
static const char *const templates[] = {
	"place -c %C -l %S:%q -l %S:%q", "place -c %C -l %G:%q --priority %p", "place -c %C -l %S:%q -l FRT:1 --requested %d", "place -c %C -l %G:%q@%a --warehouse %w",
	"place -c %C -l INS:%q -l %G:%q", "place -c %C -l %G:%q --delivery complete", "place -c %C -l %S:%q --key K%q", "place -c %C -l FRT:1", "place -c %C -l HAM:3%q",
	"confirm %O", "confirm %O", "confirm %O --reschedule", "confirm --state placed --keep-going", "confirm %O --override credit", "reject %O --reason %r",
	"amend %O --quantity %l:%q", "amend %O --add %S:%q", "amend %O --promised %d --reason %r", "amend %O --requested %d --priority %p", "amend %O --date %l:%d", "amend %O --note x --ship-to.city Bremen",
	"hold %O --reason %r", "hold %O --reason %r --block ship", "hold %O --reason %r --block allocate", "release %O", "release %X",
	"cancel %O --reason %r", "cancel %O --line %l --reason %r", "cancel %O --line %l --qty %q --reason %r",
	"stock receive %G:%q", "stock receive %G:%q %G:%q --warehouse %w", "stock receive %G:30", "stock announce %G:%q --expected %d --ref A%q", "stock receive %G:%q --ref A%q",
	"stock adjust %G:-%q --reason %r", "stock adjust %G:%q --reason %r --warehouse %w", "stock count %G:%q --reason %r", "stock transfer %G:%q --from %w --to %w",
	"stock reallocate HAM --from %A --to %B --qty 1 --reason %r", "stock reallocate HAM --from %A --to %B --qty 1 --reason %r", "stock edit %G --reorder-point %q --reorder-quantity 5",
	"pick %O", "pick %O", "pick --next 3 --keep-going", "pick %O --short %G=%q --reason %r", "unpick %O", "unpick %H", "pack %O", "pack %O", "pack %H", "unpack %O",
	"ship %O", "ship %O --carrier DHL", "ship %H", "ship --fulfilment packed --keep-going", "deliver %O", "deliver %O --early", "deliver %H --received-by Brandt", "deliver %O --failed --reason %r",
	"deliver --fulfilment shipped --keep-going",
	"invoice %O", "invoice %O", "invoice --fulfilment delivered --keep-going", "invoice --collect --customer %C", "pay %I", "pay %I %a", "expire",
	"return open %O --reason %r", "return open %O --line %l:%q --reason %r", "return open %O %O --reason %r --keep-going", "return receive %R", "return receive %R --line %l:%q --warehouse %w",
	"return inspect %R --condition good --disposition restock", "return inspect %R --condition damaged --disposition scrap --credit", "return inspect %R --condition good --disposition replace",
	"return inspect %R --line %l:%q --condition good --disposition refund", "return close %R", "invoice credit --return %R", "return refuse %R --reason %r",
	"complaint open %O --reason %r", "complaint open %O --line %l --reason price", "complaint open %O --line %l --reason %r --amount %a", "complaint resolve %K --outcome nothing --note x", "complaint resolve %K --outcome credit --amount %a", "invoice credit --complaint %K",
	"complaint resolve %K --outcome return", "complaint resolve %K --outcome replacement", "complaint resolve %K --outcome replacement --line %l:%q",
	"dispute open %I --reason price --amount %a", "dispute open %I --line %l --reason damage", "dispute resolve %D --outcome withdrawn", "dispute resolve %D --outcome rejected --note x",
	"dispute resolve %D --outcome paid", "dispute resolve %D --outcome credit", "dispute resolve %D --outcome credit --reason %r", "invoice credit %I --amount %a --reason %r",
	"invoice credit %I --replace --reason %r", "invoice credit %I --replace --reason %r",
	"invoice credit %I --line %l --qty %q --reason %r", "invoice credit %I --line %l --rebill --reason %r", "invoice credit %I --reason %r", "dun send --keep-going", "dun send %I", "dun send %I", "dun", "dun sent",
	"config set dun.days 1", "config set dun.lump_sum 40", "config set dun.fee %q", "config set dun.base_rate %q", "config set invoice.payment_days %q",
	"customer edit %C --credit-limit %a0", "customer edit %C --credit-limit 100000", "customer edit %C --prepayment true", "customer edit %C --prepayment false", "customer edit %C --tier strategic",
	"product edit %G --price %a", "product edit INS --capacity 1%q", "warehouse edit WEST --rank %q", "config set workflow.shortage backorder", "config set workflow.shortage partial",
	"config set workflow.shortage refuse", "config set workflow.delivery partial", "config set workflow.pack skipped", "config set workflow.pack required", "config set workflow.invoice_on shipment",
	"config set workflow.invoice_on delivery", "config set workflow.invoice_on order", "config set expire.unpaid_days %q", "config set expire.unconfirmed_days 9",
	"list --urgent", "show %O", "why %O", "log %O", "stock list", "stock show %S", "stock low", "stock moves", "events --after 5", "report backlog", "report sla", "report stock", "report quality", "report customers",
	"invoice list", "return list", "complaint list", "dispute list", "report cash", "export", "schema order", "form --html",
};
enum { TEMPLATES = sizeof templates / sizeof *templates };

/* What lists the documents that can take the steps that begin so, and the step that brings documents there. The first that fits counts, with
 * those of the same step after it, where there may be some, too. */
static const struct way {
	const char *step, *list, *before;
} ways[] = {
	{ "confirm", "list --state placed", "place -c %C -l %G:%q --priority %p" },
	{ "reject", "list --state placed", "place -c %C -l %G:%q --priority %p" },
	{ "amend", "list --state confirmed", "confirm %O" },
	{ "hold", "list --state confirmed", "confirm %O" },
	{ "release", "list --held", "hold %O --reason %r" },
	{ "cancel", "list --fulfilment backordered", "confirm %O" },
	{ "pick %O --short", "list --fulfilment picking", "pick %O" },
	{ "pick", "list --fulfilment allocated", "confirm %O" },
	{ "unpick", "list --fulfilment picking", "pick %O" },
	{ "pack", "list --fulfilment picking", "pick %O" },
	{ "unpack", "list --fulfilment packed", "pack %O" },
	{ "ship", "list --fulfilment packed", "pack %O" },
	{ "deliver", "list --fulfilment shipped", "ship %O" },
	{ "stock reallocate", "list --sku HAM --fulfilment backordered", "place -c %C -l HAM:3%q" },
	{ "invoice credit --return", "return list --state inspected", "return inspect %R --condition damaged --disposition scrap --credit" },
	{ "invoice credit --complaint", "complaint list --state resolved", "complaint resolve %K --outcome credit --amount %a" },
	{ "invoice credit %I --amount", "invoice list --status disputed", "dispute open %I --reason price --amount %a" },
	{ "invoice credit %I", "invoice list --status open", "invoice %O" },
	{ "invoice credit %I", "invoice list --status overdue", "invoice %O" },
	{ "invoice", "list --fulfilment delivered --billing none", "deliver %O" },
	{ "pay %I %a", "invoice list --status open", "invoice %O" },
	{ "pay %I %a", "invoice list --status overdue", "invoice %O" },
	{ "pay", "invoice list --status disputed", "dispute open %I --reason price --amount %a" },
	{ "return open", "list --fulfilment delivered", "deliver %O" },
	{ "return receive", "return list --state requested", "return open %O --reason %r" },
	{ "return refuse", "return list --state requested", "return open %O --reason %r" },
	{ "return inspect", "return list --state received", "return receive %R" },
	{ "return close", "return list --state inspected", "return inspect %R --condition good --disposition restock" },
	{ "complaint open", "list --fulfilment delivered", "deliver %O" },
	{ "complaint resolve %K --outcome replacement", "complaint list --state open --reason price", "complaint open %O --line %l --reason price" },
	{ "complaint resolve", "complaint list --state open", "complaint open %O --reason %r" },
	{ "dispute open", "invoice list --status open", "invoice %O" },
	{ "dispute open", "invoice list --status overdue", "invoice %O" },
	{ "dispute resolve", "dispute list --state open", "dispute open %I --reason price --amount %a" },
	{ "dun send %I", "invoice list --status overdue", "invoice %O" },
};
static const char *const goods[] = { "HAM", "NUT", "SAW" }, *const sold[] = { "HAM", "HAM", "NUT", "SAW", "INS", "FRT", "NOPE" }, *const places[] = { "MAIN", "MAIN", "WEST", "WEST", "NONE" };
static const char *const reasons[] = { "customer-request", "stock-out", "damaged", "carrier-late", "lost", "found", "counted" }, *const priorities[] = { "low", "normal", "high", "urgent" };
#define ONE_OF(list) (list)[draw(wander, sizeof(list) / sizeof *(list))]

/* Runs one line of words; what it says on standard error goes to *said, its output to *output unless that is NULL. */
static int run(struct wander *wander, const char *line, char **output, char **said)
{
	char *words[WORDS_MOST] = { strdup("ordr"), strdup("--db"), strdup(wander->database) };
	char *copy = strdup(line);
	int count = 3;
	size_t length = 0;
	size_t printed = 0;
	char *text = NULL;
	char *lines = NULL;
	for (char *at = strtok(copy, " "); at && count < WORDS_MOST; at = strtok(NULL, " "))
		words[count++] = strdup(at);
	FILE *in = fopen("/dev/null", "r");
	FILE *out = open_memstream(&lines, &printed);
	FILE *err = open_memstream(&text, &length);
	if (!in || !out || !err || !copy)
		abort();
	int status = ordr_main(count, words, in, out, err);
	fclose(in);
	fclose(out);
	fclose(err);
	for (int i = 0; i < count; i++)
		free(words[i]);
	free(copy);
	if (output)
		*output = lines;
	else
		free(lines);
	*said = text;
	return status;
}

/* One of the documents, SO-000001 or the like, that the command lists in this field; false: there is none. */
static bool put_listed(struct wander *wander, const char *command, const char *field, const char *prefix, struct str *word)
{
	char line[120];
	char *listed;
	char *said;
	snprintf(line, sizeof line, "%s --fields %s --csv", command, field);
	run(wander, line, &listed, &said);
	size_t count = 0;
	for (const char *at = strstr(listed, prefix); at; at = strstr(at + 1, prefix))
		count++;
	const char *at = listed;
	for (uint32_t left = count ? 1 + draw(wander, (uint32_t)count) : 0; left; left--)
		at = strstr(at + 1, prefix);
	if (count)
		str_put_bytes(word, at, strcspn(at, " \r\n"));
	free(listed);
	free(said);
	return count;
}

/* One of the orders that `ordr list` gives with these options; an order by chance when there is none. */
static void put_order(struct wander *wander, const char *command, struct str *word)
{
	if (!put_listed(wander, command, "id", "SO-", word))
		str_printf(word, "SO-%06u", 1 + draw(wander, 14));
}

/* A held order and its last hold. */
static void put_hold(struct wander *wander, struct str *word)
{
	struct str line = { 0 };
	char *shown;
	char *said;
	long hold = 1;
	str_put(&line, "show ");
	const size_t before = word->length;
	put_order(wander, "list --held", word);
	str_printf(&line, "%s --fields holds --json", word->text + before);
	run(wander, line.text, &shown, &said);
	for (const char *at = strstr(shown, "\"hold\":"); at; at = strstr(at + 1, "\"hold\":"))
		hold = atol(at + strlen("\"hold\":"));
	str_printf(word, " --hold %ld", hold);
	str_release(&line);
	free(shown);
	free(said);
}

static void put(struct wander *wander, char what, struct str *word)
{
	char text[INSTANT_SIZE];
	static const struct {
		char what;
		const char *field, *prefix;
	} documents[] = { { 'O', "id", "SO-" }, { 'H', "shipments", "SH-" }, { 'I', "id", "RE-" }, { 'R', "id", "RT-" }, { 'K', "id", "CP-" }, { 'D', "id", "DP-" } };
	for (size_t i = 0; wander->list && i < sizeof documents / sizeof *documents; i++)
		if (documents[i].what == what && put_listed(wander, wander->list, documents[i].field, documents[i].prefix, word))
			return;
	switch (what) {
	case 'O': str_printf(word, "SO-%06u", 1 + draw(wander, 14)); break;
	case 'A': put_order(wander, "list --sku HAM --fulfilment allocated", word); break;
	case 'B': put_order(wander, "list --sku HAM --fulfilment backordered", word); break;
	case 'H': str_printf(word, "SH-%06u", 1 + draw(wander, 12)); break;
	case 'I': str_printf(word, "RE-2026-%05u", 1 + draw(wander, 8)); break;
	case 'R': str_printf(word, "RT-%06u", 1 + draw(wander, 5)); break;
	case 'K': str_printf(word, "CP-%06u", 1 + draw(wander, 5)); break;
	case 'D': str_printf(word, "DP-%06u", 1 + draw(wander, 5)); break;
	case 'C': str_printf(word, "C-%u", 1 + draw(wander, 3)); break;
	case 'G': str_put(word, ONE_OF(goods)); break;
	case 'S': str_put(word, ONE_OF(sold)); break;
	case 'q': str_printf(word, "%u", 1 + draw(wander, 7)); break;
	case 'l': str_printf(word, "%u", 1 + draw(wander, 2)); break;
	case 'X': put_hold(wander, word); break;
	case 'r': str_put(word, ONE_OF(reasons)); break;
	case 'p': str_put(word, ONE_OF(priorities)); break;
	case 'w': str_put(word, ONE_OF(places)); break;
	case 'a': str_printf(word, "%u.%02u", 1 + draw(wander, 60), draw(wander, 100)); break;
	default:
		str_put(word, date_text((struct date){ wander->now / 86400000 + draw(wander, 9) }, text));
	}
}

static int step(struct wander *wander, const char *line)
{
	char *said;
	int status = run(wander, line, NULL, &said);
	str_printf(&wander->script, "ordr %s\n", line);
	bool allowed = status == 0 || (status >= 2 && status <= 8) || status == 20;
	if (!allowed)
		fprintf(stderr, "exit %d: %s", status, said);
	wander->status = status;
	wander->done[status == 0 ? 0 : status == 3 ? 1 : 2]++;
	free(said);
	if (!allowed)
		return -1;
	status = run(wander, "doctor", NULL, &said);
	if (status || *said)
		fprintf(stderr, "doctor: exit %d: %s", status, said);
	bool sound = !status && !*said;
	free(said);
	return sound ? 0 : -1;
}

static void make_line(struct wander *wander, const char *template, struct str *line)
{
	char now[INSTANT_SIZE];
	for (const char *at = template; *at; at++)
		if (*at == '%' && at[1])
			put(wander, *++at, line);
		else
			str_put_char(line, *at);
	str_printf(line, " --now %s", instant_text((struct instant){ wander->now }, now));
}

static int begin(struct wander *wander)
{
	static const char *const first[] = { "init", "config set company.name Nordlicht", "warehouse add --code WEST --name West", "sla add --code ALL --confirm 8 --ship 27 --deliver 45",
					     "customer add --code C-1 --name Anker --tier strategic", "customer add --code C-2 --name Boje", "product add --sku HAM --name Hammer --price 10 --lead-days 3",
					     "product add --sku NUT --name Nut --price 0.37 --tax-rate 7", "product add --sku SAW --name Saw --price 33.33",
					     "product add --sku INS --name Installation --kind service --unit HUR --price 80 --capacity 6", "product add --sku FRT --name Freight --kind charge --price 9.90",
					     "stock receive HAM:20 NUT:20 SAW:3" };
	unlink(wander->database);
	str_clear(&wander->script);
	wander->now = ((int64_t)START + draw(wander, 120)) * 86400000 + (int64_t)draw(wander, 1440) * MINUTE_MS;
	for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
		struct str line = { 0 };
		make_line(wander, first[i], &line);
		int result = step(wander, line.text);
		str_release(&line);
		if (result)
			return -1;
	}
	return 0;
}

/* The place where the template stands first. */
static int first_of(const char *template)
{
	int at = 0;
	while (strcmp(templates[at], template))
		at++;
	return at;
}

/* What was done least; what was tried in vain counts for something, too, or what cannot be done now would be tried for ever. */
static int choose_rare(struct wander *wander)
{
	enum { TRIES = 8 };
	int rare = 0;
	for (int i = 1; i < TEMPLATES; i++)
		if (first_of(templates[i]) == i &&
		    TRIES * wander->taken[i] + wander->tried[i] < TRIES * wander->taken[rare] + wander->tried[rare])
			rare = i;
	wander->tried[rare]++;
	return rare;
}

static const struct way *way_of(const char *template)
{
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		if (!strncmp(template, ways[i].step, strlen(ways[i].step)))
			return &ways[i];
	return NULL;
}

static bool any_listed(struct wander *wander, const char *list)
{
	struct str any = { 0 };
	bool there = put_listed(wander, list, "id", "-", &any);
	str_release(&any);
	wander->list = there ? list : NULL;
	return there;
}

/* The step itself, or the one before it for which there is a document. */
static int lead_to(struct wander *wander, int wanted)
{
	int chosen = wanted;
	const struct way *way;
	while ((way = way_of(templates[chosen])) != NULL) {
		const char *step = way->step;
		for (; way < ways + sizeof ways / sizeof *ways && !strcmp(way->step, step); way++)
			if (any_listed(wander, way->list))
				return chosen;
		chosen = first_of(way[-1].before);
	}
	return chosen;
}

static int walk(struct wander *wander, long steps, long life)
{
	for (long i = 0; i < steps; i++) {
		struct str line = { 0 };
		if (i % life == 0 && begin(wander))
			return -1;
		wander->now += (int64_t)draw(wander, draw(wander, 5) ? 90 : 3000) * MINUTE_MS;
		wander->list = NULL;
		int chosen = i % 4 == 3 ? lead_to(wander, choose_rare(wander)) : first_of(templates[draw(wander, TEMPLATES)]);
		make_line(wander, templates[chosen], &line);
		int result = step(wander, line.text);
		wander->taken[chosen] += !wander->status;
		str_release(&line);
		if (result)
			return -1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	long seed = 1;
	long steps = 2000;
	long life = 250;
	for (int i = 1; i + 1 < argc; i += 2) {
		long value = atol(argv[i + 1]);
		*(!strcmp(argv[i], "--seed") ? &seed : !strcmp(argv[i], "--steps") ? &steps : &life) = value;
	}
	struct wander wander = { .seed = (uint64_t)seed * 0x9e3779b97f4a7c15U + 1, .taken = calloc(TEMPLATES, sizeof(long)), .tried = calloc(TEMPLATES, sizeof(long)) };
	snprintf(wander.directory, sizeof wander.directory, "%s/wander.XXXXXX", access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
	if (!wander.taken || !wander.tried || !mkdtemp(wander.directory))
		return 1;
	snprintf(wander.database, sizeof wander.database, "%s/ordr.db", wander.directory);
	setenv("ORDR_HOOKS", "", 1);
	int result = walk(&wander, steps, life);
	if (result)
		fprintf(stderr, "the steps of this company (seed %ld):\n%s", seed, wander.script.text ? wander.script.text : "");
	else
		printf("%ld steps, each followed by the doctor: %ld done, %ld in part, %ld refused\n", steps, wander.done[0], wander.done[1], wander.done[2]);
	/* A walk in which a command is never done says nothing of it. */
	bool all = true;
	for (int i = 0; i < TEMPLATES && !result && steps >= 20000; i++)
		if (first_of(templates[i]) == i && !wander.taken[i]) {
			fprintf(stderr, "never done: %s\n", templates[i]);
			all = false;
		}
	result = all ? result : -1;
	free(wander.taken);
	free(wander.tried);
	str_release(&wander.script);
	tree_remove(wander.directory);
	return result ? 1 : 0;
}
