/*
 * Who mends a refused row wants it as it was, with its quotes and its blanks. So rows are not printed again from what
 * was understood of them, which of a broken one is not much: their bytes are kept until the record is settled.
 */
#include "kept.h"

#include <stdlib.h>

/* How many cells the row has. Of a broken one its quotes tell nothing, so that what separates is counted. */
static size_t count_cells(const struct row *row, char separator, size_t length)
{
	size_t cells = 1;

	if (!row->closed) {
		return row->count < row->cut ? row->count : row->cut;
	}
	for (size_t i = 0; i < length; i++) {
		cells += row->raw.text[i] == separator;
	}
	return cells;
}

int kept_put(struct kept *kept, const struct row *row, char separator, struct err *err)
{
	size_t length = row->raw.length < row->cut_at ? row->raw.length : row->cut_at - 1;

	if (!row->keep || row->raw.length == 0) {
		return 0;
	}
	if (kept->count == kept->room) {
		size_t room = kept->room ? 2 * kept->room : 16;
		struct csv_row *rows = reallocarray(kept->rows, room, sizeof *rows);

		if (!rows) {
			return err_memory(err);
		}
		kept->rows = rows;
		kept->room = room;
	}
	str_put_bytes(&kept->text, row->raw.text, length);
	if (kept->text.failed) {
		return err_memory(err);
	}
	kept->rows[kept->count++] =
		(struct csv_row) { .line = row->line, .end = kept->text.length, .cells = count_cells(row, separator, length) };
	if (kept->text.length <= READER_RECORD_MAX) {
		return 0;
	}
	err_set(err, ERR_INVALID, "a record larger than %d MiB", READER_RECORD_MAX / (1024 * 1024));
	return err_hint(err, "split it into several");
}

void kept_clear(struct kept *kept)
{
	str_clear(&kept->text);
	kept->count = 0;
}

void kept_release(struct kept *kept)
{
	str_release(&kept->text);
	free(kept->rows);
	*kept = (struct kept) { .rows = NULL };
}

const char *kept_row(const struct kept *kept, size_t index, struct csv_row *about)
{
	size_t from = index > 0 && index < kept->count ? kept->rows[index - 1].end : 0;

	if (index >= kept->count) {
		return NULL;
	}
	*about = kept->rows[index];
	about->end -= from;
	return kept->text.text + from;
}
