/* Orders that ran out of time: nobody confirmed them, or they were to be paid before they ship and nobody pays. What they hold is of more use
 * to others. Days are the company's own, so an order of the evening does not go a day early in another zone. */
#include <string.h>

#include "ordr/calendar.h"
#include "ordr/invoice.h"
#include "ordr/settings.h"
#include "order_parts.h"

/* What was done before this moment was done more than `days` days ago; NONE for 0, which is never. */
static int cutoff(struct core *core, const char *setting, struct instant *before)
{
	struct date today;
	int64_t days = settings_number(core, setting);
	if (days < 0 || calendar_today(core, &today))
		return -1;
	*before = days ? date_instant((struct date){ today.days - days }, 0) : (struct instant){ NONE };
	return 0;
}

static const struct field expired_fields[] = {
	F(struct expired, id, ORDER, 0, NULL),
	F(struct expired, reason, TEXT, 0, NULL),
	FIELD_END,
};
static const struct schema expired_schema = { .fields = expired_fields, .size = sizeof(struct expired) };

/* What is held is looked after by somebody; what is paid in part needs a decision about the money. */
#define ALONE "NOT " HOLD_BLOCKS("7")

int order_expired(struct core *core, struct list *expired)
{
	struct instant unconfirmed, unpaid;
	if (cutoff(core, "expire.unconfirmed_days", &unconfirmed) || cutoff(core, "expire.unpaid_days", &unpaid))
		return -1;
	return db_all(core->db, core->keep, &expired_schema, expired,
		      "SELECT o.id, 'expired' AS reason FROM orders o WHERE " ORDER_OPEN " AND o.state = 'placed' AND o.placed_at < $1 AND " ALONE
		      " UNION ALL SELECT o.id, 'unpaid' FROM orders o WHERE " ORDER_OPEN " AND o.state = 'confirmed' AND o.prepaid = 1"
		      " AND o.confirmed_at < $2 AND o.gross > 0 AND " ALONE
		      " AND NOT EXISTS (SELECT 1 FROM invoice i JOIN payment p ON p.invoice_id = i.id WHERE i.order_id = o.id)"
		      " AND NOT EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND (l.shipped > 0 OR l.delivered > 0))"
		      " ORDER BY id",
		      A(unconfirmed), A(unpaid));
}

/* The newest invoice of the order of which something is not taken back, since it may take a deposit off. 1, 0, −1. */
static int next_invoice(struct core *core, struct order_id id, const char **number)
{
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT i.number FROM invoice i LEFT JOIN (SELECT corrects, sum(gross) AS gross FROM invoice WHERE order_id = $1 GROUP BY corrects) n"
		     " ON n.corrects = i.number WHERE i.order_id = $1 AND i.type = 'invoice' AND (n.gross IS NULL OR n.gross < i.gross"
		     " OR (i.gross = 0 AND EXISTS (SELECT 1 FROM invoice_line b WHERE b.invoice_id = i.id AND b.order_line IS NOT NULL AND b.quantity >"
		     " (SELECT coalesce(sum(c.quantity), 0) FROM invoice k JOIN invoice_line c ON c.invoice_id = k.id WHERE k.corrects = i.number"
		     " AND c.order_line = b.order_line)))) ORDER BY i.id DESC LIMIT 1",
		     A(id.number)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found;
	*number = arena_strdup(core->arena, db_column_text(&rows, 0));
	db_finish(&rows);
	return *number ? 1 : err_memory(core->err);
}

int order_expire(struct core *core, const struct expired *expired)
{
	const char *number;
	const char *credit;
	int found;
	while ((found = next_invoice(core, expired->id, &number)) == 1)
		if (invoice_credit(core, number, expired->reason, &credit))
			return -1;
	return found < 0 ? -1 : order_cancel(core, expired->id, expired->reason, NULL);
}
