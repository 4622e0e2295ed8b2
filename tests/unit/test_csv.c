/* Records from CSV: rows, quotes, the header, and rows that together are one record. */
#include <stdlib.h>
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
		  "{customer~A,1,lines[{qty~2.5}]}\n{customer~B,lines[{qty~-3}]}\n{customer~C,lines[{qty~1119.00}]}\n"
		  "{customer~D,lines[{qty~1,2,3}]}\n{customer~E,lines[{qty~2.5}]}" },
		{ "customer;qty\nA;1.234.567\nB;-1.234.567,8\nC;0.500\nD;1.23,5\nE;12345.678\nF;1.234,\n",
		  "{customer~A,lines[{qty~1234567}]}\n{customer~B,lines[{qty~-1234567.8}]}\n{customer~C,lines[{qty~0.500}]}\n"
		  "{customer~D,lines[{qty~1.23,5}]}\n{customer~E,lines[{qty~12345.678}]}\n{customer~F,lines[{qty~1234.}]}" },
		{ "customer;qty\nA;1.234\nB;1\n", "f:2 column qty: qty \"1.234\" may be 1234 or 1,234 *\n{customer~B,lines[{qty~1}]}" },
		{ "customer,qty\nA,\"1,234.5\"\nB,\"1,234\"\nC,1.234\nD,\"1,234,567\"\n",
		  "{customer~A,lines[{qty~1234.5}]}\n{customer~B,lines[{qty~1,234}]}\n{customer~C,lines[{qty~1.234}]}\n"
		  "{customer~D,lines[{qty~1234567}]}" },
		{ "customer\tqty\nA;B, C\t2,5\n", "{customer~A;B, C,lines[{qty~2.5}]}" },
		{ "customer,qty\nA,\"2,5\"\n", "{customer~A,lines[{qty~2,5}]}" },
	};

	(void)state;
	CHECK(cases);
}

static void separators_are_what_the_header_has_most_of(void **state)
{
	static const struct said cases[] = {
		{ "sep=;\r\ncustomer;note\r\nA,B;x\r\n", "{customer~A,B,note~x}" },
		{ "sep=;\ncustomer\nA,B;x\n", "f:3: a row of 2 cells, and the header has 1 *" },
		{ "sep=;x\n", "f:1: no such column: sep=" },
		{ "sep=\n", "f:1: no such column: sep=" },
		{ "sep", "f:1: no such column: sep" },
		{ "\"customer\";\"note\"\nA,B;x\n", "{customer~A,B,note~x}" },
	};

	(void)state;
	CHECK(cases);
}

static void a_column_of_errors_is_passed_over(void **state)
{
	static const struct said cases[] = {
		{ "customer,note,error\nA,x,\"no, such\"\nB\n", "{customer~A,note~x}\n{customer~B}" },
		{ "error,customer,error\nno,A,never\n,,no\n", "{customer~A}" },
	};

	(void)state;
	CHECK(cases);
}

/* What reader_open says of text with a map of one or two entries, or its first record. */
static void check_map(const char *text, const char *first, const char *second, const char *expected)
{
	const char *entries[] = { first, second };
	const struct list map = { .items = entries, .count = second ? 2 : 1 };
	struct input input = { .stream = stream_of(text, strlen(text)), .name = "f", .map = &map };
	struct str said = { 0 };
	struct arena arena = { 0 };
	struct reader *reader;
	struct err err = { 0 };
	struct node *node;
	bool recoverable;

	if (reader_open(&reader, &input, &schema, &err) != 0) {
		str_printf(&said, "%d %s | %s", err_kind(err.code)->exit, err.message, err.hint);
	} else if (reader_next(reader, &arena, &node, &recoverable, &err) > 0) {
		put_node(&said, node);
	} else {
		str_printf(&said, "%s: %s", err.path, err.message);
	}
	assert_string_equal(said.text, expected);
	str_release(&said);
	arena_release(&arena);
	reader_close(reader);
	fclose(input.stream);
}

static void headings_are_what_the_map_calls_them(void **state)
{
	(void)state;
	check_map("Kunde,Menge\nA,2\n", "Kunde=customer", "Menge=qty", "{customer~A,lines[{qty~2}]}");
	check_map("Kunde,Wer\nA,2\n", "Kunde=customer", "Wer=", "{customer~A}");
	check_map("a=b,customer\nx,A\n", "a=b=note", NULL, "{note~x,customer~A}");
	check_map("note,customer\nx,A\n", "note=ref", NULL, "{ref~x,customer~A}");
	check_map("Menge;customer\n1.234;A\n", "Menge=qty", NULL, "f:2 column Menge: Menge \"1.234\" may be 1234 or 1,234");
	check_map("Kunde\nA\n", "Kunde=custmer", NULL, "7 no such column: custmer | did you mean customer?");
	check_map("Kunde\nA\n", "Kunde=wurst", NULL, "7 no such column: wurst | the columns are: customer key ref note sku qty");
	check_map("customer\nA\n", "Kund=ref", NULL, "2 --map Kund=ref: the file has no such heading | the headings are: \"customer\"");
	check_map("customer\nA\n", "custmer=ref", NULL, "2 --map custmer=ref: the file has no such heading | did you mean customer?");
	check_map("customer\nA\n", "Kunde", NULL,
		  "2 --map Kunde is not THEIRS=OURS | the file's heading, and the field that it fills: --map Artikelnummer=sku");
	check_map("customer\nA\n", "=ref", NULL,
		  "2 --map =ref is not THEIRS=OURS | the file's heading, and the field that it fills: --map Artikelnummer=sku");
	check_map("Kunde,customer\nA,B\n", "Kunde=customer", NULL,
		  "7 column customer stands twice | columns 1 and 2 are the same field; keep one");
	check_map("{}", "Kunde=customer", NULL, "2 --map is for the headings of CSV, and f is JSON | leave it out: JSON names the fields itself");
}

/* The header and the rows of each record as they stand, a / between rows; at the end what was left. */
static void check_kept(const char *text, const char *expected)
{
	struct input input = { .stream = stream_of(text, strlen(text)), .name = "f" };
	struct str said = { 0 };
	struct arena arena = { 0 };
	struct reader *reader;
	struct err err = { 0 };
	struct node *node;
	struct csv_row about;
	const char *row;
	char *rest = NULL;
	size_t length = 0;
	FILE *stream = open_memstream(&rest, &length);
	bool recoverable;

	assert_int_equal(reader_open(&reader, &input, &schema, &err), 0);
	assert_true(reader_keep(reader));
	row = reader_heading(reader, &about);
	str_printf(&said, "%zu:%.*s", about.cells, (int)about.end, row);
	while (reader_next(reader, &arena, &node, &recoverable, &err) != 0) {
		str_put_char(&said, '|');
		for (size_t i = 0; (row = reader_row(reader, i, &about)); i++) {
			str_printf(&said, "%s%zu,%zu:%.*s", i > 0 ? "/" : "", about.line, about.cells, (int)about.end, row);
		}
	}
	assert_int_equal(reader_put_rest(reader, stream), 0);
	fclose(stream);
	str_printf(&said, "|%s", rest);
	assert_string_equal(said.text, expected);
	str_release(&said);
	arena_release(&arena);
	reader_close(reader);
	fclose(input.stream);
	free(rest);
}

static void rows_are_kept_as_they_stand(void **state)
{
	(void)state;
	check_kept("customer,note\nA,\"x\ny\"\r\n\nB", "2:customer,note\n|2,2:A,\"x\ny\"\r\n|5,1:B|");
	check_kept("key,sku\nK,P\n\nK,Q\nL,R\n", "2:key,sku\n|2,2:K,P\n/4,2:K,Q\n|5,2:L,R\n|");
	check_kept("customer,note,error\nA,x,\"no\"\nB,y\nC\"x,y\n", "2:customer,note|2,2:A,x|3,2:B,y\n|4,2:C\"x,y\n|");
	check_kept("customer,note,error\nA\"x,y,old\n", "2:customer,note|2,3:A\"x,y,old\n|");
	check_kept("sep=;\ncustomer;error\nA;no\n", "1:sep=;\ncustomer|3,1:A|");
	check_kept("customer,note\nA,x\nB,\"y\nC,z\n", "2:customer,note\n|2,2:A,x\n||B,\"y\nC,z\n");
	check_kept("key,sku\nK,P\nK,\"Q\nL,R\n", "2:key,sku\n|2,2:K,P\n|K,\"Q\nL,R\n");
	check_kept("sku,key\nP,K\nQ\",K\nS,K\n", "2:sku,key\n|2,2:P,K\n/3,2:Q\",K\n|S,K\n");
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
		{ "customer,qtty", "did you mean qty? else --map qtty=FIELD says what it is" },
		{ "CUSTOMER", "did you mean customer? else --map CUSTOMER=FIELD says what it is" },
		{ "wurst", "--map wurst=FIELD says what it is; the columns are: customer key ref note sku qty" },
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
		cmocka_unit_test(separators_are_what_the_header_has_most_of),
		cmocka_unit_test(a_column_of_errors_is_passed_over),
		cmocka_unit_test(headings_are_what_the_map_calls_them),
		cmocka_unit_test(rows_are_kept_as_they_stand),
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
