/* The floor under `ordr report sla`: the same figures by one query, by tier and priority. Usage: floor_sla FILE FROM TO, two days as
 * 2026-10-01, both included, in UTC; ORDR_NOW is the moment that open targets are judged at, else the machine's. Prints a line for each group:
 * orders, then met, breached, open, at risk and overdue of confirm, ship and deliver. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "floor.h"

#define COUNT(condition) "count(*) FILTER (WHERE active AND " condition "), "
#define TARGET(done, due, risk)                                                                            \
	COUNT(done " <= " due) COUNT(done " > " due) COUNT(done " IS NULL AND ?3 < " risk)                 \
	COUNT(done " IS NULL AND ?3 >= " risk " AND ?3 <= " due) COUNT(done " IS NULL AND ?3 > " due)

static const char figures[] =
	"SELECT tier, priority, " TARGET("confirmed_at", "confirm_due", "confirm_risk") TARGET("shipped_at", "ship_due", "ship_risk")
	TARGET("delivered_at", "deliver_due", "deliver_risk") "count(*)"
	" FROM (SELECT o.*, c.tier, o.state NOT IN ('rejected', 'cancelled') AS active FROM orders o JOIN customer c ON c.id = o.customer_id"
	" WHERE o.placed_at >= ?1 AND o.placed_at < ?2) GROUP BY tier, priority ORDER BY tier, priority";

/* The moment that a text names, in milliseconds. */
static sqlite3_int64 moment(const char *text, const char *format)
{
	struct tm parts = { 0 };
	const char *end = strptime(text, format, &parts);
	if (!end || *end) {
		fprintf(stderr, "floor_sla: %s is no time\n", text);
		exit(2);
	}
	return (sqlite3_int64)timegm(&parts) * 1000;
}

int main(int argc, char **argv)
{
	if (argc != 4) {
		fputs("usage: floor_sla FILE FROM TO\n", stderr);
		return 2;
	}
	const char *now = getenv("ORDR_NOW");
	const sqlite3_int64 values[] = { moment(argv[2], "%Y-%m-%d"), moment(argv[3], "%Y-%m-%d") + 86400000,
					 now ? moment(now, "%Y-%m-%dT%H:%M:%SZ") : (sqlite3_int64)time(NULL) * 1000 };
	sqlite3 *db = floor_database(argv[1], false);
	sqlite3_stmt *query = floor_prepare(db, figures);
	int code;
	floor_bind(query, values, 3);
	while ((code = sqlite3_step(query)) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(query); i++)
			printf("%s%s", i ? " " : "", (const char *)sqlite3_column_text(query, i));
		putchar('\n');
	}
	if (code != SQLITE_DONE)
		floor_fail(db, "figures");
	floor_close(db);
	return 0;
}
