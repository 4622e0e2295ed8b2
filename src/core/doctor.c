/* The doctor runs every check over the books as they are and changes nothing. A check that cannot be run is a finding too: whoever asks
 * whether the books add up must not take silence for yes. */
#include <string.h>

#include "doctor_content.h"
#include "doctor_helper.h"
#include "doctor_ledger.h"
#include "ordr/doctor.h"
#include "ordr/event.h"
#include "ordr/speak.h"

static const struct field finding_fields[] = {
	F(struct finding, check, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "name of the check"),
	F(struct finding, subject, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "what breaks it"),
	F(struct finding, detail, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE, "what is wrong with it"),
	F(struct finding, title, TEXT, FIELD_REQUIRED, "what should hold"),
	FIELD_END,
};

const struct schema finding_schema = { .name = "ordr.finding/1",
				       .title = "Where the books do not add up.",
				       .fields = finding_fields,
				       .size = sizeof(struct finding) };

struct doctor {
	struct core *core;
	const struct doctor_check *check;
	struct outcome *outcome;
};

/* One finding. Beyond the first hundred of a check they are only counted. −1: no memory. */
static int report(struct doctor *doctor, const char *subject, const char *detail)
{
	return outcome_add(doctor->core, doctor->outcome, subject ? subject : "?", detail ? detail : "?");
}

static int run_query(struct doctor *doctor)
{
	struct db_rows rows;
	if (db_query(doctor->core->db, &rows, doctor->check->sql, DB_NONE))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1)
		if (report(doctor, db_column_text(&rows, 0), db_column_text(&rows, 1))) {
			db_finish(&rows);
			return -1;
		}
	return found;
}

static int found_in_file(void *context, const char *line)
{
	return report(context, TO_TRANSLATE("database"), line);
}

static int check_file(struct doctor *doctor)
{
	return db_check(doctor->core->db, found_in_file, doctor);
}

static int check_indexes(struct doctor *doctor)
{
	return db_check_indexes(doctor->core->db, found_in_file, doctor);
}

static int check_access(struct doctor *doctor)
{
	return db_check_access(doctor->core->db, found_in_file, doctor);
}

static int report_content(void *context, const char *kind, int64_t id)
{
	struct doctor *doctor = context;
	const char *name = NULL;
	if (content_name(doctor->core, kind, id, &name))
		return -1;
	return report(doctor, name, TO_TRANSLATE("what it consists of is not what was written: a disk or another program changed it"));
}

static int check_content(struct doctor *doctor)
{
	return db_content_check(doctor->core->db, report_content, doctor);
}

struct two_accounts {
	struct doctor *doctor;
	const char *detail; /* of the two numbers */
};

static int report_place(void *context, const struct ledger_place *place)
{
	const struct two_accounts *accounts = context;
	struct core *core = accounts->doctor->core;
	char first[QUANTITY_SIZE];
	char second[QUANTITY_SIZE];
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT (SELECT sku FROM product WHERE id = $1) || ' ' || (SELECT code FROM warehouse WHERE id = $2)", A(place->product),
		     A(place->warehouse)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return -1;
	const char *subject = arena_strdup(core->arena, db_column_text(&rows, 0));
	db_finish(&rows);
	quantity_text((struct quantity){ place->units[0] }, first);
	quantity_text((struct quantity){ place->units[1] }, second);
	return report(accounts->doctor, subject, arena_printf(core->arena, "%s" SPEAK_WITH "%s" SPEAK_WITH "%s", accounts->detail, first, second));
}

static int check_stock_ledger(struct doctor *doctor)
{
	static const char *const queries[] = { "SELECT product_id, warehouse_id, on_hand FROM stock",
					       "SELECT product_id, warehouse_id, quantity FROM stock_move" };
	struct two_accounts accounts = { doctor, TO_TRANSLATE("%s on hand, %s by the ledger") };
	return ledger_compare(doctor->core, queries, report_place, &accounts);
}

static int check_shipment_ledger(struct doctor *doctor)
{
	static const char *const queries[] = {
		"SELECT l.product_id, s.warehouse_id, l.quantity FROM shipment s JOIN shipment_line l ON l.shipment_id = s.id"
		" WHERE s.state IN ('shipped', 'delivered')",
		"SELECT product_id, warehouse_id, -quantity FROM stock_move WHERE kind = 'shipment'"
	};
	struct two_accounts accounts = { doctor, TO_TRANSLATE("%s shipped, %s by the ledger") };
	return ledger_compare(doctor->core, queries, report_place, &accounts);
}

static int check_event(void *context, const struct event *event)
{
	struct doctor *doctor = context;
	char hash[65];
	event_hash(event, hash);
	if (!strcmp(hash, event->hash))
		return 0;
	const char *subject = arena_printf(doctor->core->arena, "%s" SPEAK_WITH "%lld", TO_TRANSLATE("event %s"), (long long)event->seq);
	return report(doctor, subject, TO_TRANSLATE("its content or the hash before it changed since it was written"));
}

static int check_chain(struct doctor *doctor)
{
	return event_each(doctor->core, 0, NULL, NONE, check_event, doctor);
}

/* Is the document there? What has none of the prefixes is called by the number of an invoice. */
static int find_document(struct core *core, const char *kind, const char *text, bool *there)
{
	struct order_id order;
	struct shipment_id shipment;
	struct return_id rma;
	struct complaint_id complaint;
	struct dispute_id dispute;
	int64_t one = 0;
	int found;
	if (!shipment_id_parse(text, &shipment))
		found = db_integer(core->db, &one, "SELECT 1 FROM shipment WHERE id = $1", A(shipment.number));
	else if (!return_id_parse(text, &rma))
		found = db_integer(core->db, &one, "SELECT 1 FROM rma WHERE id = $1", A(rma.number));
	else if (!complaint_id_parse(text, &complaint))
		found = db_integer(core->db, &one, "SELECT 1 FROM complaint WHERE id = $1", A(complaint.number));
	else if (!dispute_id_parse(text, &dispute))
		found = db_integer(core->db, &one, "SELECT 1 FROM dispute WHERE id = $1", A(dispute.number));
	else if (!strncmp(text, ORDER_PREFIX, strlen(ORDER_PREFIX)) && !order_id_parse(text, &order))
		found = db_integer(core->db, &one, "SELECT 1 FROM orders WHERE id = $1", A(order.number));
	else if (!strcmp(kind, "invoice"))
		found = db_integer(core->db, &one, "SELECT 1 FROM invoice WHERE number = $1", A(text));
	else
		found = strcmp(kind, "order") && strcmp(kind, "shipment"); /* of other kinds nothing is known here */
	*there = found == 1;
	return found < 0 ? -1 : 0;
}

/* "order SO-000001 SO-000002": the word of the kind, then the documents. */
static int check_key(struct doctor *doctor, const char *key, const char *documents)
{
	struct core *core = doctor->core;
	size_t length = strcspn(documents, " ");
	const char *kind = arena_strndup(core->arena, documents, length);
	for (const char *at = documents + length; kind && *at; at += length) {
		bool there;
		at += strspn(at, " ");
		length = strcspn(at, " ");
		const char *text = arena_strndup(core->arena, at, length);
		if (!text)
			return err_memory(core->err);
		if (length && find_document(core, kind, text, &there))
			return -1;
		if (length && !there && report(doctor, key, arena_printf(core->arena, "%s" SPEAK_WITH "%s", TO_TRANSLATE("it stands for %s, which is not there"), text)))
			return -1;
	}
	return kind ? 0 : err_memory(core->err);
}

static int check_keys(struct doctor *doctor)
{
	struct db_rows rows;
	struct core *core = doctor->core;
	if (db_query(core->db, &rows, "SELECT key, documents FROM idempotency ORDER BY key", DB_NONE))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		struct arena_mark mark = arena_mark(core->arena);
		int result = check_key(doctor, db_column_text(&rows, 0), db_column_text(&rows, 1));
		arena_reset(core->arena, mark);
		if (result) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}

static const struct {
	const char *name;
	int (*run)(struct doctor *doctor);
} checks_in_c[] = {
	{ "file", check_file },
	{ "indexes", check_indexes },
	{ "access", check_access },
	{ "content", check_content },
	{ "stock-ledger", check_stock_ledger },
	{ "shipment-ledger", check_shipment_ledger },
	{ "event-chain", check_chain },
	{ "keys", check_keys },
};

static int run_check(struct doctor *doctor)
{
	if (doctor->check->sql)
		return run_query(doctor);
	for (size_t i = 0; i < sizeof checks_in_c / sizeof *checks_in_c; i++)
		if (!strcmp(checks_in_c[i].name, doctor->check->name))
			return checks_in_c[i].run(doctor);
	return err_set(doctor->core->err, ERR_FAILED, "there is no check %s", doctor->check->name);
}

/* −1: the disk or the memory failed, which says nothing of the books. */
int doctor_check_one(struct core *core, size_t number, struct outcome *outcome)
{
	struct doctor doctor = { core, &doctor_checks[number], outcome };
	*outcome = (struct outcome){ .number = number };
	struct arena_mark mark = arena_mark(core->arena);
	int result = run_check(&doctor);
	if (result && core->err->code != ERR_FAILED) {
		const char *why = arena_printf(core->arena, "%s" SPEAK_WITH "%s", TO_TRANSLATE("it cannot be checked: %s"), core->err->message);
		err_clear(core->err);
		result = report(&doctor, TO_TRANSLATE("database"), why);
	}
	arena_reset(core->arena, mark);
	outcome->done = !result;
	return result;
}

struct told {
	struct core *core;
	int (*each)(void *context, const struct finding *finding);
	void *context;
	int64_t *found;
};

/* Only here is it said in a language: the second process has none, and what programs read is English. */
static int tell_one(const struct told *told, const struct doctor_check *check, const struct named *named)
{
	struct str subject = { 0 };
	struct str detail = { 0 };
	translate_filled(&subject, named->subject);
	translate_filled(&detail, named->detail);
	const struct finding finding = { check->name, translate(check->title), subject.text, detail.text };
	int result = subject.failed || detail.failed ? err_memory(told->core->err) : told->each(told->context, &finding);
	str_release(&subject);
	str_release(&detail);
	return result;
}

static int tell(const struct told *told, const struct outcome *outcome)
{
	const struct doctor_check *check = &doctor_checks[outcome->number];
	*told->found += outcome->found;
	for (const struct named *named = outcome->first; named; named = named->next)
		if (tell_one(told, check, named))
			return -1;
	return 0;
}

int doctor_run(struct core *core, const struct doctor_help *help, int (*each)(void *context, const struct finding *finding), void *context,
	       int64_t *found)
{
	const struct told told = { core, each, context, found };
	struct outcome outcomes[DOCTOR_CHECKS_MOST] = { 0 };
	*found = 0;
	if (help && helper_share(core, help, outcomes))
		return -1;
	for (size_t i = 0; doctor_checks[i].name; i++)
		if ((!outcomes[i].done && doctor_check_one(core, i, &outcomes[i])) || tell(&told, &outcomes[i]))
			return -1;
	return 0;
}
