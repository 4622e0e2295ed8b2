/* Records from CSV: rows, quotes, the header, and rows that together are one record. */
#include <string.h>

#include "nodes.h"
#include "ordr/reader.h"

struct address {
	const char *city;
};

struct line {
	const char *sku, *note;
	struct quantity qty;
};

struct form {
	const char *customer, *key, *ref, *note;
	struct address ship_to;
	struct list lines;
};

static const struct field address_fields[] = { F(struct address, city, TEXT, 0, "the town"), FIELD_END };
static const struct field line_fields[] = {
	F(struct line, sku, TEXT, FIELD_REQUIRED, "the product"),
	F(struct line, qty, QUANTITY, FIELD_REQUIRED, "how many"),
	F(struct line, note, TEXT, 0, "free text"),
	FIELD_END,
};
static const struct field form_fields[] = {
	F(struct form, customer, TEXT, FIELD_REQUIRED, "who orders"),
	F(struct form, key, TEXT, 0, "idempotency key"),
	F(struct form, ref, TEXT, 0, "the customer's number"),
	F(struct form, note, TEXT, 0, "free text"),
	F_OBJECT(struct form, ship_to, address_fields, 0, "where to"),
	F_LIST(struct form, lines, struct line, line_fields, FIELD_REQUIRED, "what"),
	FIELD_END,
};
static const struct schema schema = { .name = "ordr.test-form/1",
				      .fields = form_fields,
				      .size = sizeof(struct form),
				      .group = "key",
				      .group_other = "ref" };

static void put_error(struct str *said, const struct err *err, const char *after)
{
	assert_int_equal(err->code, ERR_INVALID);
	assert_true(err->hint[0] != '\0');
	str_printf(said, "%s: %s%s", err->path, err->message, after);
}

/* All that the reader says, one line a record: the record, or "path: message", with * when it can go on. */
static void read_all(const char *text, size_t length, struct str *said)
{
	struct input input = { .stream = stream_of(text, length), .name = "f" };
	struct reader *reader;
	struct arena arena = { 0 };
	struct err err = { 0 };
	struct node *node;
	bool recoverable = true;
	int got;

	str_clear(said);
	if (reader_open(&reader, &input, &schema, &err) != 0) {
		assert_null(reader);
		put_error(said, &err, "");
		fclose(input.stream);
		return;
	}
	while ((got = reader_next(reader, &arena, &node, &recoverable, &err)) != 0) {
		str_put(said, said->length ? "\n" : "");
		if (got > 0) {
			put_node(said, node);
		} else {
			put_error(said, &err, recoverable ? " *" : "");
		}
		arena_release(&arena);
	}
	reader_close(reader);
	fclose(input.stream);
}

struct said {
	const char *text, *said;
};

static void check(const struct said *cases, size_t count)
{
	struct str said = { 0 };

	for (size_t i = 0; i < count; i++) {
		read_all(cases[i].text, strlen(cases[i].text), &said);
		assert_string_equal(said.text ? said.text : "", cases[i].said);
	}
	str_release(&said);
}

#define CHECK(cases) check(cases, sizeof(cases) / sizeof *(cases))

static void rows_and_quotes_are_read_as_rfc_4180_has_them(void **state)
{
	static const struct said cases[] = {
		{ "customer,note", "" },
		{ "customer,note\n", "" },
		{ "customer,note\nA,x\nB,y\n", "{customer~A,note~x}\n{customer~B,note~y}" },
		{ "customer,note\r\nA,x\r\nB,y", "{customer~A,note~x}\n{customer~B,note~y}" },
		{ "\xEF\xBB\xBF"
		  "customer,note\nA,x\n",
		  "{customer~A,note~x}" },
		{ "\xEF\xBB\xBF\"customer\",\"note\"\n\"A\",\"x\"\n", "{customer~A,note~x}" },
		{ " customer , note \nA,x\n", "{customer~A,note~x}" },
		{ "customer,note\nA,\"x,\"\"y\"\"\"\n", "{customer~A,note~x,\"y\"}" },
		{ "customer,note\r\nA,\"x\r\ny\nz\"\r\nB,w\r\n", "{customer~A,note~x\ny\nz}\n{customer~B,note~w}" },
		{ "customer;note\nA;x,y\n", "{customer~A,note~x,y}" },
		{ "customer,note\nA;B,x\n", "{customer~A;B,note~x}" },
		{ "customer,note\n\n\r\n,\nA,\n,x\n\"\",\"\"\n", "{customer~A}\n{note~x}" },
		{ "customer,note\nA\n", "{customer~A}" },
		{ "customer\n{}\n", "{customer~{}}" },
	};

	(void)state;
	CHECK(cases);
}

static void numbers_have_a_decimal_comma_where_semicolons_separate(void **state)
{
	static const struct said cases[] = {
		{ "customer;qty\nA,1;2,5\nB;-3\nC;1.119,00\nD;1,2,3\nE;2.5\n",
		  "{customer~A,1,lines[{qty~2.5}]}\n{customer~B,lines[{qty~-3}]}\n{customer~C,lines[{qty~1.119,00}]}\n"
		  "{customer~D,lines[{qty~1,2,3}]}\n{customer~E,lines[{qty~2.5}]}" },
		{ "customer,qty\nA,\"2,5\"\n", "{customer~A,lines[{qty~2,5}]}" },
	};

	(void)state;
	CHECK(cases);
}

static void text_that_was_defused_is_read_as_it_was(void **state)
{
	static const struct said cases[] = {
		{ "customer,note\nA,'=1\nB,'+49\nC,''@x\n", "{customer~A,note~=1}\n{customer~B,note~+49}\n{customer~C,note~'@x}" },
		{ "customer,note\nA,'s\nB,'\nC,a'=\n", "{customer~A,note~'s}\n{customer~B,note~'}\n{customer~C,note~a'=}" },
	};

	(void)state;
	CHECK(cases);
}

static void a_broken_row_is_refused_in_its_place(void **state)
{
	static const struct said cases[] = {
		{ "customer,note\nA,x\"y\nB,z\n",
		  "f:2 column note: a quote in the wrong place *\n{customer~B,note~z}" },
		{ "customer,note\nA,\"x\"y\nB,z\n",
		  "f:2 column note: a quote in the wrong place *\n{customer~B,note~z}" },
		{ "customer,note\nA, \"x\"\n", "f:2 column note: a quote in the wrong place *" },
		{ "customer,note\nA,\"x\nB,y\n", "f:2 column note: a quote that is never closed" },
		{ "customer,note\nA,\"x\nB,\"y\nC,z\n", "f:3 column note: a quote in the wrong place" },
		{ "customer,note\nA,x,y\nB,z\n", "f:2: a row of 3 cells, and the header has 2 *\n{customer~B,note~z}" },
		{ "customer,note\nA,\xff\nB,z\n", "f:2 column note: a text that is not UTF-8 *\n{customer~B,note~z}" },
		{ "customer,note\nA,x\ry\nB,z\n",
		  "f:2 column note: a carriage return without a newline *\n{customer~B,note~z}" },
	};
	struct str said = { 0 };

	(void)state;
	CHECK(cases);
	read_all("customer,note\nA,x\0y\nB,z\n", 24, &said);
	assert_string_equal(said.text, "f:2 column note: a NUL byte *\n{customer~B,note~z}");
	str_release(&said);
}

static void the_header_names_the_fields(void **state)
{
	static const struct said cases[] = {
		{ "customer,sku,qty\nA,P,1\n", "{customer~A,lines[{sku~P,qty~1}]}" },
		{ "customer,lines.sku,line_qty\nA,P,1\n", "{customer~A,lines[{sku~P,qty~1}]}" },
		{ "customer,note,line_note\nA,x,y\n", "{customer~A,note~x,lines[{note~y}]}" },
		{ "customer,note,lines.note\nA,x,y\n", "{customer~A,note~x,lines[{note~y}]}" },
		{ "customer,ship_to.city\nA,Ulm\n", "{customer~A,ship_to{city~Ulm}}" },
		{ "customer,qtty\n", "f:1: no such column: qtty" },
		{ "customer,city\n", "f:1: no such column: city" },
		{ "customer,lines\n", "f:1: no such column: lines" },
		{ "customer,ship_to\n", "f:1: no such column: ship_to" },
		{ "customer,schema\n", "f:1: no such column: schema" },
		{ "customer,note,customer\n", "f:1: column customer stands twice" },
		{ "customer,sku,line_sku\n", "f:1: column line_sku stands twice" },
		{ "customer,,note\n", "f:1: column 2 has no name" },
		{ "customer,note,\n", "f:1: column 3 has no name" },
		{ "\n\ncustomer,no\"te\n", "f:3: a quote in the wrong place" },
		{ "\x1b[2J\n", "f:1: no such column: \\x1B[2J" },
		{ "c\xfcstomer\n", "f:1: a text that is not UTF-8" },
		{ "SO-000001\n", "f:1: no such column: SO-000001" },
	};

	(void)state;
	CHECK(cases);
}

static void an_unknown_column_is_answered_with_the_nearest_or_all(void **state)
{
	static const struct said cases[] = {
		{ "customer,qtty", "did you mean qty?" },
		{ "custmoer", "did you mean customer?" },
		{ "wurst", "the columns are: customer key ref note sku qty" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct input input = { .stream = stream_of(cases[i].text, strlen(cases[i].text)), .name = "f" };
		struct reader *reader;
		struct err err;

		assert_int_equal(reader_open(&reader, &input, &schema, &err), -1);
		assert_string_equal(err.hint, cases[i].said);
		fclose(input.stream);
	}
}

static void rows_of_one_key_are_one_record(void **state)
{
	static const struct said cases[] = {
		{ "key,customer,sku,qty\nK,A,P,1\nK,A,Q,2\nL,A,P,3\n",
		  "{key~K,customer~A,lines[{sku~P,qty~1},{sku~Q,qty~2}]}\n{key~L,customer~A,lines[{sku~P,qty~3}]}" },
		{ "key,customer,sku\nK,A,P\nK,,Q\n", "{key~K,customer~A,lines[{sku~P},{sku~Q}]}" },
		{ "key,customer,sku\nK,,P\nK,A,Q\n", "{key~K,lines[{sku~P},{sku~Q}],customer~A}" },
		{ "key,customer,sku\n,A,P\n,A,Q\n", "{customer~A,lines[{sku~P}]}\n{customer~A,lines[{sku~Q}]}" },
		{ "ref,customer,sku\nR,A,P\nR,A,Q\nR,B,P\n",
		  "{ref~R,customer~A,lines[{sku~P},{sku~Q}]}\n{ref~R,customer~B,lines[{sku~P}]}" },
		{ "key,ref,customer,sku\nK,R,A,P\n,R,A,Q\n,R,A,S\n",
		  "{key~K,ref~R,customer~A,lines[{sku~P}]}\n{ref~R,customer~A,lines[{sku~Q},{sku~S}]}" },
		{ "key,customer,ship_to.city,sku\nK,A,Ulm,P\nK,A,Ulm,Q\n",
		  "{key~K,customer~A,ship_to{city~Ulm},lines[{sku~P},{sku~Q}]}" },
		{ "key,customer\nK,A\nK,A\n", "{key~K,customer~A}" },
		{ "customer,sku\nA,P\nA,Q\n", "{customer~A,lines[{sku~P}]}\n{customer~A,lines[{sku~Q}]}" },
	};

	(void)state;
	CHECK(cases);
}

static void a_group_is_taken_whole_or_refused_whole(void **state)
{
	static const struct said cases[] = {
		{ "key,customer,sku\nK,A,P\nK,B,Q\nK,A,S\nL,A,P\n",
		  "f:3 column customer: customer \"B\" differs from \"A\" in line 2 "
		  "*\n{key~L,customer~A,lines[{sku~P}]}" },
		{ "key,ship_to.city,sku\nK,Ulm,P\nK,Bonn,Q\n",
		  "f:3 column ship_to.city: ship_to.city \"Bonn\" differs from \"Ulm\" in line 2 *" },
		{ "key,customer,sku\nK,A,P\nK,A,Q\"\nK,A,S\nL,A,P\n",
		  "f:3 column sku: a quote in the wrong place *\n{key~L,customer~A,lines[{sku~P}]}" },
		{ "key,customer,sku\nK,A,P\"\nK,A,Q\nL,A,P\n",
		  "f:2 column sku: a quote in the wrong place *\n{key~L,customer~A,lines[{sku~P}]}" },
		{ "key,customer,sku\nK,A,P\nL,A,P\"\nM,A,P\n",
		  "{key~K,customer~A,lines[{sku~P}]}\nf:3 column sku: a quote in the wrong place *\n"
		  "{key~M,customer~A,lines[{sku~P}]}" },
		/* whose row it was is not known */
		{ "sku,key\nP,K\nQ\",K\nS,K\n", "f:3 column sku: a quote in the wrong place" },
		{ "sku,key\nP\",K\nS,K\n", "f:2 column sku: a quote in the wrong place" },
		{ "key,customer,sku\nK,A,P\nK,A,B,Q\nL,A,P\n", "f:3: a row of 4 cells, and the header has 3" },
	};

	(void)state;
	CHECK(cases);
}

static void nodes_know_their_lines_and_columns(void **state)
{
	static const char text[] = "key,customer,sku\nK,A,P\nK,A,Q\n";
	struct input input = { .stream = stream_of(text, sizeof text - 1), .name = "f" };
	const struct node *item;
	struct reader *reader;
	struct arena arena = { 0 };
	struct node *node;
	bool recoverable;
	struct err err;

	(void)state;
	assert_int_equal(reader_open(&reader, &input, &schema, &err), 0);
	assert_int_equal(reader_next(reader, &arena, &node, &recoverable, &err), 1);
	assert_int_equal(node->line, 2);
	item = node_member(node, "lines")->child->next;
	assert_int_equal(item->line, 3);
	assert_int_equal(item->child->line, 3);
	assert_int_equal(item->child->column, 3);
	assert_string_equal(item->child->name, "sku");
	assert_int_equal(reader_count(reader), 1);
	reader_close(reader);
	arena_release(&arena);
	fclose(input.stream);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_and_quotes_are_read_as_rfc_4180_has_them),
		cmocka_unit_test(numbers_have_a_decimal_comma_where_semicolons_separate),
		cmocka_unit_test(text_that_was_defused_is_read_as_it_was),
		cmocka_unit_test(a_broken_row_is_refused_in_its_place),
		cmocka_unit_test(the_header_names_the_fields),
		cmocka_unit_test(an_unknown_column_is_answered_with_the_nearest_or_all),
		cmocka_unit_test(rows_of_one_key_are_one_record),
		cmocka_unit_test(a_group_is_taken_whole_or_refused_whole),
		cmocka_unit_test(nodes_know_their_lines_and_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
