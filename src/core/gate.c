/* The gate. What rules a step is a row of a table; each rule says for itself what is in the way and which command clears that, and all that is
 * in the way is told at once. */
#include <string.h>

#include "ordr/credit.h"
#include "ordr/gate.h"
#include "ordr/hold.h"
#include "ordr/settings.h"
#include "ordr/speak.h"
#include "order_parts.h"

/* Which rules a step is under. */
static const struct {
	const char *word;
	int64_t held_by;  /* holds that block one of these; enum hold_block */
	bool first;       /* four eyes: who placed or amended it may not */
	bool approved;    /* four eyes: its revision is approved */
	bool credit;      /* within the customer's limit */
	bool paid;        /* a prepaid order is paid */
} rules[GATE_STEPS] = {
	[GATE_CONFIRM] = { TO_TRANSLATE_IN("act", "confirm"), .held_by = HOLD_ALLOCATE, .first = true, .credit = true },
	[GATE_ALLOCATE] = { TO_TRANSLATE_IN("act", "allocate"), .held_by = HOLD_ALLOCATE },
	[GATE_PICK] = { TO_TRANSLATE_IN("act", "pick"), .held_by = HOLD_SHIP, .approved = true, .paid = true },
	[GATE_PACK] = { TO_TRANSLATE_IN("act", "pack"), .held_by = HOLD_SHIP, .approved = true, .paid = true },
	[GATE_SHIP] = { TO_TRANSLATE_IN("act", "ship"), .held_by = HOLD_SHIP, .approved = true, .credit = true, .paid = true },
	[GATE_INVOICE] = { TO_TRANSLATE_IN("act", "invoice"), .held_by = HOLD_INVOICE, .approved = true },
	[GATE_AMEND] = { TO_TRANSLATE_IN("act", "amend"), .credit = true },
	[GATE_RELEASE] = { TO_TRANSLATE_IN("act", "release"), .credit = true },
};

#define BLOCKERS_MOST 32

struct gate {
	struct core *core;
	struct order_id id;
	enum gate_step step;
	char text[ID_SIZE];
	bool confirmed, prepaid, limited, four_eyes;
	int64_t revision, approved;
	const char *placed_by;
	struct blocker *blockers;
	size_t count;
};

static int load(struct gate *gate)
{
	struct core *core = gate->core;
	struct db_rows rows;
	const char *four_eyes = settings_text(core, "workflow.four_eyes");
	if (!four_eyes ||
	    db_query(core->db, &rows,
		     "SELECT o.state = 'confirmed', o.prepaid, c.credit_limit, o.revision, o.approved, o.placed_by FROM orders o"
		     " JOIN customer c ON c.id = o.customer_id WHERE o.id = $1",
		     A(gate->id.number)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found ? -1 : order_missing(core, gate->id);
	gate->four_eyes = !strcmp(four_eyes, "on");
	gate->confirmed = db_column_integer(&rows, 0) == 1;
	gate->prepaid = db_column_integer(&rows, 1) == 1;
	gate->limited = db_column_integer(&rows, 2) != NONE;
	gate->revision = db_column_integer(&rows, 3);
	gate->approved = db_column_integer(&rows, 4);
	gate->placed_by = arena_strdup(core->arena, db_column_text(&rows, 5));
	db_finish(&rows);
	return gate->placed_by ? 0 : err_memory(core->err);
}

/* `detail` and `command` come from arena_printf. */
static int block(struct gate *gate, const char *kind, const char *detail, const char *command)
{
	if (!gate->blockers)
		gate->blockers = arena_array(gate->core->arena, BLOCKERS_MOST, sizeof *gate->blockers);
	if (!gate->blockers || !detail || !command)
		return err_memory(gate->core->err);
	if (gate->count < BLOCKERS_MOST)
		gate->blockers[gate->count++] = (struct blocker){ kind, detail, command };
	return 0;
}

/* Is the customer above the limit, and nobody let the order pass? */
static int above_limit(struct gate *gate, struct credit *credit, bool *above)
{
	*above = false;
	if (!gate->limited)
		return 0;
	if (credit_load(gate->core, gate->id, credit))
		return -1;
	*above = credit->above && !credit->overridden;
	return 0;
}

static int ask_holds(struct gate *gate)
{
	struct core *core = gate->core;
	struct db_rows rows;
	int64_t open = 0;
	if (db_integer(core->db, &open, "SELECT count(*) FROM hold WHERE order_id = $1 AND released_at IS NULL", A(gate->id.number)) < 0)
		return -1;
	if (!open)
		return 0;
	struct credit credit;
	bool above; /* then it takes a word more to release it */
	if (above_limit(gate, &credit, &above))
		return -1;
	const char *override = above ? " --override CODE" : "";
	if (db_query(core->db, &rows,
		     "SELECT id, reason, note FROM hold WHERE order_id = $1 AND released_at IS NULL AND (blocks & $2) <> 0 ORDER BY id",
		     A(gate->id.number), A(rules[gate->step].held_by)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		long long hold = (long long)db_column_integer(&rows, 0);
		const char *reason = db_column_text(&rows, 1);
		const char *note = db_column_optional(&rows, 2);
		const char *detail = note ? arena_printf(core->arena, translate("held for %s (%s)"), reason, note)
					  : arena_printf(core->arena, translate("held for %s"), reason);
		const char *command = open == 1 ? arena_printf(core->arena, "ordr release %s%s", gate->text, override)
						: arena_printf(core->arena, "ordr release %s --hold %lld%s", gate->text, hold, override);
		if (block(gate, "hold", detail, command)) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}

/* Who placed it, or changed it since, is not who commits to it. The log knows who that was. */
static int ask_first(struct gate *gate)
{
	struct core *core = gate->core;
	int64_t amended;
	int found = db_integer(core->db, &amended, "SELECT 1 FROM event WHERE subject = $1 AND command = 'amend' AND actor = $2 LIMIT 1",
			       A((const char *)gate->text), A(core->actor));
	if (found < 0)
		return -1;
	if (!found && strcmp(gate->placed_by, core->actor))
		return 0;
	return block(gate, "approval",
		     arena_printf(core->arena,
				  translate(found ? TO_TRANSLATE("%s amended it, and somebody else must confirm it")
						  : TO_TRANSLATE("%s placed it, and somebody else must confirm it")),
				  core->actor),
		     arena_printf(core->arena, "ordr confirm %s --as NAME", gate->text));
}

static bool pending(const struct gate *gate)
{
	return gate->four_eyes && gate->confirmed && gate->revision > gate->approved;
}

static int ask_approved(struct gate *gate)
{
	struct arena *arena = gate->core->arena;
	if (!pending(gate))
		return 0;
	return block(gate, "approval", arena_printf(arena, translate("revision %lld is not approved"), (long long)gate->revision),
		     arena_printf(arena, "ordr confirm %s", gate->text));
}

static int ask_credit(struct gate *gate)
{
	struct core *core = gate->core;
	struct credit credit;
	char total[MONEY_SIZE];
	char limit[MONEY_SIZE];
	bool above;
	if (above_limit(gate, &credit, &above))
		return -1;
	if (!above)
		return 0;
	return block(gate, "credit",
		     arena_printf(core->arena, translate("credit limit %s, owed %s %s"), money_text(credit.limit, limit),
				  money_text(credit.total, total), credit.total.currency),
		     arena_printf(core->arena, "ordr %s %s --override CODE", rules[gate->step].word, gate->text));
}

/* Paid in full is what is invoiced in full and has nothing open. */
static int ask_paid(struct gate *gate)
{
	struct core *core = gate->core;
	struct db_rows rows;
	char open[MONEY_SIZE];
	int64_t unbilled;
	int found = db_integer(core->db, &unbilled, "SELECT 1 FROM order_line WHERE order_id = $1 AND invoiced < ordered - cancelled LIMIT 1",
			       A(gate->id.number));
	if (found < 0)
		return -1;
	if (found)
		return block(gate, "prepayment", translate("to be paid before it ships, and not invoiced"),
			     arena_printf(core->arena, "ordr invoice %s", gate->text));
	if (db_query(core->db, &rows,
		     "SELECT number, currency, open FROM (SELECT i.id, i.number, i.currency, i.gross"
		     " - coalesce((SELECT sum(n.gross) FROM invoice n WHERE n.corrects = i.number), 0)"
		     " - coalesce((SELECT sum(p.amount + p.discount) FROM payment p WHERE p.invoice_id = i.id), 0) AS open"
		     " FROM invoice i WHERE i.order_id = $1 AND i.type = 'invoice') t WHERE open > 0 ORDER BY id LIMIT 1",
		     A(gate->id.number)))
		return -1;
	found = db_next(&rows);
	if (found != 1)
		return found;
	const char *number = db_column_text(&rows, 0);
	const char *currency = db_column_text(&rows, 1);
	const char *detail = arena_printf(core->arena, translate("to be paid before it ships, and %s %s of %s are open"),
					  money_text(money_make(db_column_integer(&rows, 2), currency), open), currency, number);
	const char *command = arena_printf(core->arena, "ordr pay %s", number);
	db_finish(&rows);
	return block(gate, "prepayment", detail, command);
}

int gate_blockers(struct core *core, struct order_id id, enum gate_step step, struct list *blockers)
{
	struct gate gate = { .core = core, .id = id, .step = step };
	*blockers = (struct list){ 0 };
	order_id_text(id, gate.text);
	if (load(&gate) || (rules[step].held_by && ask_holds(&gate)) || (rules[step].first && gate.four_eyes && ask_first(&gate)) ||
	    (rules[step].approved && ask_approved(&gate)) || (rules[step].credit && ask_credit(&gate)) ||
	    (rules[step].paid && gate.prepaid && ask_paid(&gate)))
		return -1;
	*blockers = (struct list){ gate.blockers, gate.count };
	return 0;
}

int gate_pass(struct core *core, struct order_id id, enum gate_step step)
{
	struct list list;
	struct err all = { 0 };
	if (gate_blockers(core, id, step, &list))
		return -1;
	const struct blocker *blockers = list.items;
	for (size_t i = 0; i < list.count; i++) {
		struct err one;
		err_set(&one, ERR_REFUSED, "cannot %s: %s", translate_in("act", rules[step].word), blockers[i].detail);
		err_hint(&one, "%s", blockers[i].command);
		err_collect(&all, core->keep, &one);
	}
	if (!list.count)
		return 0;
	*core->err = all;
	for (struct err *err = core->err; err; err = err->more)
		err_subject(err, "%s", order_id_text(id, (char[ID_SIZE]){ 0 }));
	return -1;
}

int gate_pending(struct core *core, struct order_id id, bool *is_pending)
{
	struct gate gate = { .core = core, .id = id };
	if (load(&gate))
		return -1;
	*is_pending = pending(&gate);
	return 0;
}
