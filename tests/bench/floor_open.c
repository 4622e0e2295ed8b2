/* The floor under a command that reads: opens the database, looks one order up with its lines, closes. Usage: floor_open FILE ID */
#include <stdio.h>
#include <stdlib.h>

#include "floor.h"

int main(int argc, char **argv)
{
	if (argc != 3) {
		fputs("usage: floor_open FILE ID\n", stderr);
		return 2;
	}
	sqlite3 *db = floor_database(argv[1], false);
	sqlite3_stmt *look = floor_prepare(db, "SELECT o.*, l.* FROM orders o JOIN order_line l ON l.order_id = o.id WHERE o.id = ?1");
	const sqlite3_int64 id = atoll(argv[2]);
	int rows = 0;
	int code;
	floor_bind(look, &id, 1);
	while ((code = sqlite3_step(look)) == SQLITE_ROW)
		rows++;
	if (code != SQLITE_DONE)
		floor_fail(db, "look-up");
	if (!rows) {
		fprintf(stderr, "floor_open: no order %s\n", argv[2]);
		return 1;
	}
	floor_close(db);
	return 0;
}
