/* Credit. What is owed already is kept with the customer; what is committed to and not yet invoiced is added up from
 * the orders that are confirmed, and those completed that nobody has billed. Orders that are paid before they ship take no credit. */
#include <string.h>

#include "ordr/credit.h"
#include "ordr/event.h"
#include "ordr/reason.h"
#include "ordr/speak.h"
#include "ordr/user.h"
#include "order_parts.h"

/* Of an invoice for many orders an order bears its own lines, with the VAT of them alone: so nothing is left of one that is billed whole. */
#define INVOICED \
	"coalesce((SELECT sum(CASE i.type WHEN 'invoice' THEN i.gross ELSE -i.gross END) FROM invoice i WHERE i.order_id = o.id), 0)" \
	" + coalesce((SELECT sum(s.net + " MONEY_PERCENT("s.net", "s.rate") ") FROM (SELECT l.tax_rate AS rate,"                       \
	" sum(CASE i.type WHEN 'invoice' THEN l.net ELSE -l.net END) AS net FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id"    \
	" WHERE l.order_id = o.id GROUP BY l.tax_category, l.tax_rate) s), 0)"

/* Compared with a limit only, so a sum beyond counting may stop at the most there is. */
static void add(struct money *sum, int64_t minor)
{
	if (__builtin_add_overflow(sum->minor, minor, &sum->minor))
		sum->minor = INT64_MAX;
}

/* Not yet invoiced, of the customer's other orders. What was delivered and not billed may lie in completed ones. */
static int load_open(struct core *core, struct order_id id, int64_t customer, struct money *open)
{
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT o.gross - " INVOICED " FROM orders o WHERE o.customer_id = $1 AND o.state = 'confirmed' AND o.prepaid = 0"
		     " AND o.id <> $2 UNION ALL SELECT o.gross - " INVOICED " FROM (SELECT DISTINCT order_id FROM order_line"
		     " WHERE delivered > invoiced) l JOIN orders o ON o.id = l.order_id WHERE o.customer_id = $1 AND o.state = 'completed'"
		     " AND o.prepaid = 0 AND o.id <> $2",
		     A(customer), A(id.number)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		int64_t left = db_column_integer(&rows, 0);
		add(open, left > 0 ? left : 0);
	}
	return found;
}

int credit_owe(struct core *core, const char *invoice, struct money amount)
{
	int64_t owed = 0;
	if (db_integer(core->db, &owed, "SELECT c.owed FROM invoice i JOIN customer c ON c.id = i.customer_id WHERE i.number = $1", A(invoice)) < 0)
		return -1;
	if (__builtin_add_overflow(owed, amount.minor, &owed) || owed == NONE)
		return err_set(core->err, ERR_INVALID, "what the customer owes is more than can be counted");
	return db_run(core->db, "UPDATE customer SET owed = $2 WHERE id = (SELECT customer_id FROM invoice WHERE number = $1)", A(invoice),
		      A(owed));
}

int credit_load(struct core *core, struct order_id id, struct credit *credit)
{
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT c.id, CASE o.prepaid WHEN 0 THEN c.credit_limit END, c.owed, o.gross - " INVOICED ", o.currency,"
		     " o.credit_override = o.revision FROM orders o JOIN customer c ON c.id = o.customer_id WHERE o.id = $1",
		     A(id.number)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found ? -1 : order_missing(core, id);
	int64_t customer = db_column_integer(&rows, 0);
	int64_t own = db_column_integer(&rows, 3);
	const char *currency = db_column_text(&rows, 4);
	*credit = (struct credit){ .limit = money_make(db_column_integer(&rows, 1), currency),
				   .owed = money_make(db_column_integer(&rows, 2), currency),
				   .open = money_make(0, currency),
				   .own = money_make(own > 0 ? own : 0, currency),
				   .overridden = db_column_integer(&rows, 5) == 1 };
	db_finish(&rows);
	credit->total = credit->owed;
	if (credit->limit.minor == NONE)
		return 0;
	if (load_open(core, id, customer, &credit->open))
		return -1;
	add(&credit->total, credit->open.minor);
	add(&credit->total, credit->own.minor);
	credit->above = credit->total.minor > credit->limit.minor;
	return 0;
}

static int overridden(struct core *core, struct order_id id, const struct credit *credit, const char *reason)
{
	char text[MONEY_SIZE];
	struct str what = { 0 };
	str_put(&what, "\"override\":\"credit\",\"reason\":");
	str_put_json(&what, reason);
	str_printf(&what, ",\"limit\":%s", money_text(credit->limit, text));
	str_printf(&what, ",\"total\":%s,\"currency\":\"%s\"", money_text(credit->total, text), credit->total.currency);
	return event_order(core, id, &what);
}

int credit_override(struct core *core, struct order_id id, const char *reason, bool *needed)
{
	struct credit credit;
	if (reason_check(core, reason) || user_may_do(core, ROLE_BILLING, translate("let an order pass above a credit limit")))
		return order_subject(core, id);
	if (credit_load(core, id, &credit))
		return -1;
	*needed = credit.above;
	if (!credit.above || credit.overridden)
		return 0;
	if (db_run(core->db, "UPDATE orders SET credit_override = revision WHERE id = $1", A(id.number)))
		return -1;
	return overridden(core, id, &credit, reason);
}
