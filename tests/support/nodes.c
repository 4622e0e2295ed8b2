/* Streams and nodes for the tests of input. */
#include "nodes.h"

void put_node(struct str *str, const struct node *node)
{
	static const char marks[] = { [NODE_BOOL] = '?', [NODE_NUMBER] = '#', [NODE_TEXT] = '=', [NODE_LOOSE] = '~' };

	if (node->name) {
		str_put(str, node->name);
	}
	if (node->kind == NODE_NULL) {
		str_put(str, "!");
	} else if (node->text) {
		str_put_char(str, marks[node->kind]);
		str_put(str, node->text);
	} else {
		str_put(str, node->kind == NODE_LIST ? "[" : "{");
		for (const struct node *child = node->child; child; child = child->next) {
			put_node(str, child);
			str_put(str, child->next ? "," : "");
		}
		str_put(str, node->kind == NODE_LIST ? "]" : "}");
	}
}

FILE *stream_of(const char *text, size_t length)
{
	FILE *stream = tmpfile();

	assert_non_null(stream);
	assert_int_equal(fwrite(text, 1, length, stream), length);
	rewind(stream);
	return stream;
}
