/* The rows: every call of ordr and of the floors stands here, and nowhere else. */
#include "bench_rows.h"

#define DB "--db", "%db"

static const struct call version[] = { { .argv = { "%ordr", "version" } } };
static const struct call version_static[] = { { .argv = { "%ordr_static", "version" } } };
static const struct call nothing[] = { { .argv = { "true" } } };

static const struct call show[] = { { .argv = { "%ordr", "show", "%id", "--json", DB } } };
static const struct call show_static[] = { { .argv = { "%ordr_static", "show", "%id", "--json", DB } } };
static const struct call open_floor[] = { { .argv = { "%floor_open", "%db", "%id" } } };
static const struct call shell[] = { { .argv = { "sqlite3", "-json", "%db",
						 "SELECT o.*, l.* FROM orders o JOIN order_line l ON l.order_id = o.id WHERE o.id = 100" } } };

#define COMPLETE(...) { { .argv = { "%ordr", "__complete", DB, "--", __VA_ARGS__, "" } } }
static const struct call complete_show[] = COMPLETE("show");
static const struct call complete_ship[] = COMPLETE("ship");
static const struct call complete_confirm[] = COMPLETE("confirm");
static const struct call complete_sku[] = COMPLETE("stock", "show");

static const struct call confirm[] = { { .argv = { "%ordr", "confirm", "%placed", DB } } };
static const struct call confirm_static[] = { { .argv = { "%ordr_static", "confirm", "%placed", DB } } };
static const struct call confirm_floor[] = { { .argv = { "%floor_cycle", "%db", "step", "confirm", "%placed" } } };

static const struct call place[] = { { .argv = { "%ordr", "place", "orders.jsonl", DB }, .out = "ids" } };
static const struct call place_floor[] = { { .argv = { "%floor_cycle", "%db", "batch", "%amount", "%lines", "place" } } };
static const struct call confirm_all[] = { { .argv = { "%ordr", "confirm", "-", DB }, .in = "ids" } };
static const struct call cycle[] = {
	{ .argv = { "%ordr", "place", "orders.jsonl", DB }, .out = "ids" },
	{ .argv = { "%ordr", "confirm", "-", DB }, .in = "ids" },
	{ .argv = { "%ordr", "pick", "-", DB }, .in = "ids" },
	{ .argv = { "%ordr", "pack", "-", DB }, .in = "ids" },
	{ .argv = { "%ordr", "ship", "-", "--carrier", "DHL", DB }, .in = "ids" },
	{ .argv = { "%ordr", "invoice", "-", DB }, .in = "ids" },
};

/* E-invoices as they are issued and kept, and put into files for who sends them. */
#define SHIPPED                                                                                                                  \
	{ .argv = { "%ordr", "place", "orders.jsonl", DB }, .out = "ids" }, { .argv = { "%ordr", "confirm", "-", DB }, .in = "ids" },           \
		{ .argv = { "%ordr", "pick", "-", DB }, .in = "ids" }, { .argv = { "%ordr", "pack", "-", DB }, .in = "ids" },                   \
		{ .argv = { "%ordr", "ship", "-", DB }, .in = "ids" }
#define SET(name, value) { .argv = { "%ordr", "config", "set", name, value, DB } }
#define ELECTRONIC                                                                                                               \
	SET("company.country", "DE"), SET("company.vat_id", "DE136695976"), SET("company.iban", "DE89370400440532013000"),               \
		SET("invoice.profile", "en16931"), SET("invoice.einvoice", "always")
static const struct call to_bill[] = { SHIPPED };
static const struct call to_bill_electronic[] = { SHIPPED, ELECTRONIC };
static const struct call bill[] = { { .argv = { "%ordr", "invoice", "-", DB }, .in = "ids", .out = "numbers" } };
static const struct call to_file[] = { SHIPPED, ELECTRONIC, { .argv = { "%ordr", "invoice", "-", DB }, .in = "ids", .out = "numbers" },
				       { .argv = { "mkdir", "-p", "einvoices" } } };
static const struct call file_all[] = { { .argv = { "%ordr", "invoice", "show", "-", "--format", "ubl", "--output-dir", "einvoices", DB }, .in = "numbers" } };
static const struct call files_floor[] = { { .argv = { "%floor_files", "einvoices", "files" } } };

static const struct call cycle_floor[] = { { .argv = { "%floor_cycle", "%db", "batch", "%amount", "%lines" } } };

static const struct call list_urgent[] = { { .argv = { "%ordr", "list", "--urgent", "--next", "20", DB } } };
static const struct call pick_next[] = { { .argv = { "%ordr", "pick", "--next", "5", "--dry-run", DB } } };
static const struct call list_overdue[] = { { .argv = { "%ordr", "list", "--overdue", DB } } };
static const struct call list_since[] = { { .argv = { "%ordr", "list", "--since", "2026-11-23", DB } } };
static const struct call report_urgent[] = { { .argv = { "%ordr", "report", "urgent", DB } } };

#define MONTH_FROM "2026-10-01"
#define MONTH_TO   "2026-10-31"
#define REPORT(name)                                                                                                             \
	static const struct call report_##name[] = { { .argv = { "%ordr", "report", #name, "--from", MONTH_FROM, "--to", MONTH_TO, "--json", DB } } }; \
	static const struct call name##_floor[] = { { .argv = { "%floor_report", "%db", #name, MONTH_FROM, MONTH_TO } } }
REPORT(sla);
REPORT(delays);
REPORT(cash);
REPORT(customers);
REPORT(stock);
REPORT(sales);
REPORT(quality);
static const struct call report_backlog[] = { { .argv = { "%ordr", "report", "backlog", "--json", DB } } };
static const struct call backlog_floor[] = { { .argv = { "%floor_report", "%db", "backlog", MONTH_FROM, MONTH_TO } } };
static const struct call stock_low[] = { { .argv = { "%ordr", "stock", "low", DB } } };

static const struct call list_all[] = { { .argv = { "%ordr", "list", "--jsonl", DB } } };

static const struct call wait_for_stock[] = { { .argv = { "%ordr", "place", "orders.jsonl", DB }, .out = "ids" },
					      { .argv = { "%ordr", "confirm", "-", DB }, .in = "ids" } };
static const struct call receive[] = { { .argv = { "%ordr", "stock", "receive", "%waiting", DB } } };

static const struct call doctor[] = { { .argv = { "%ordr", "doctor", DB } } };

#define SIDE(list, ...) { .calls = CALLS(list), __VA_ARGS__ }
#define PAIR(list, floor, ...) .sides = { SIDE(list, __VA_ARGS__), SIDE(floor, __VA_ARGS__) }
/* The same in a large database and in a small one: what is open in them is the same. */
#define GROWTH(title, runs, list, ...)                                                                                           \
	{ .work = "growth: " title, .below = "the same in the small one", .bar = 1.3, .times = runs,                             \
	  .sides = { SIDE(list, .table = LARGE, __VA_ARGS__), SIDE(list, .table = SMALL, __VA_ARGS__) } }

const struct row rows[] = {
	{ .work = "start: version", .below = "true", .times = 5, PAIR(version, nothing, .table = BASE) },
	{ .work = "start: version, static", .below = "true", .times = 5, .needs = NEEDS_STATIC, PAIR(version_static, nothing, .table = BASE) },

	{ .work = "read: show ID --json", .below = "floor_open", .bar = 1.5, .times = 5, PAIR(show, open_floor, .table = MIDDLE) },
	{ .work = "read: show ID --json, static", .below = "floor_open", .bar = 1.5, .times = 5, .needs = NEEDS_STATIC,
	  PAIR(show_static, open_floor, .table = MIDDLE) },
	{ .work = "read: show ID --json", .below = "sqlite3 -json", .bar = 1, .times = 5, .needs = NEEDS_SQLITE3, PAIR(show, shell, .table = MIDDLE) },
	{ .work = "read: show ID --json, static", .below = "sqlite3 -json", .bar = 1, .times = 5, .needs = NEEDS_STATIC | NEEDS_SQLITE3,
	  PAIR(show_static, shell, .table = MIDDLE) },
	{ .work = "complete: show <Tab>", .below = "floor_open", .bar = 1.5, .times = 5, PAIR(complete_show, open_floor, .table = LARGE) },
	{ .work = "complete: ship <Tab>", .below = "floor_open", .bar = 1.5, .times = 5, PAIR(complete_ship, open_floor, .table = LARGE) },
	{ .work = "complete: confirm <Tab>", .below = "floor_open", .bar = 1.5, .times = 5, PAIR(complete_confirm, open_floor, .table = LARGE) },
	{ .work = "complete: stock show <Tab>", .below = "floor_open", .bar = 1.5, .times = 5, PAIR(complete_sku, open_floor, .table = LARGE) },

	{ .work = "write: confirm ID", .below = "floor_cycle step", .bar = 1.5, .times = 5,
	  PAIR(confirm, confirm_floor, .table = MIDDLE, .confirms = true) },
	{ .work = "write: confirm ID, static", .below = "floor_cycle step", .bar = 1.5, .times = 5, .needs = NEEDS_STATIC,
	  PAIR(confirm_static, confirm_floor, .table = MIDDLE, .confirms = true) },
	{ .work = "write: syncs of confirm ID", .below = "floor_cycle step", .bar = 1, .times = 1,
	  PAIR(confirm, confirm_floor, .measure = SYNCS, .table = MIDDLE, .confirms = true) },

	{ .work = "batch: place FILE", .below = "floor_cycle batch", .bar = 2, .times = 1,
	  .sides = { SIDE(place, .fresh = true, .part = 1, .takes = ORDERS), SIDE(place_floor, .fresh = true, .part = 1) } },
	{ .work = "batch: memory of place FILE, MiB", .below = "of a tenth of the orders",
	  .sides = { SIDE(place, .measure = MEMORY, .fresh = true, .part = 1, .takes = ORDERS),
		     SIDE(place, .measure = MEMORY, .fresh = true, .part = 10, .takes = ORDERS) } },
	{ .work = "batch: place to invoice", .below = "floor_cycle batch", .bar = 2, .times = 1,
	  .sides = { SIDE(cycle, .fresh = true, .part = 5, .takes = ORDERS), SIDE(cycle_floor, .fresh = true, .part = 5) } },
	{ .work = "batch: confirm -", .below = "a fifth of the orders", .bar = 1.3,
	  .sides = { SIDE(confirm_all, .before = CALLS(place), .fresh = true, .part = 1, .takes = ORDERS),
		     SIDE(confirm_all, .before = CALLS(place), .fresh = true, .part = 5, .takes = ORDERS) } },

	/* Without bars of their own: what an e-invoice costs beside one on paper, and files beside files of the same lengths. */
	{ .work = "batch: invoice -, e-invoices kept", .below = "the same on paper",
	  .sides = { SIDE(bill, .before = CALLS(to_bill_electronic), .fresh = true, .part = 10, .takes = ORDERS),
		     SIDE(bill, .before = CALLS(to_bill), .fresh = true, .part = 10, .takes = ORDERS) } },
	{ .work = "batch: e-invoices to files", .below = "floor_files", .times = 1,
	  .sides = { SIDE(file_all, .before = CALLS(to_file), .fresh = true, .part = 10, .takes = ORDERS), SIDE(files_floor, .part = 10) } },

	GROWTH("list --urgent --next 20", 5, list_urgent, .part = 0),
	GROWTH("pick --next 5 --dry-run", 5, pick_next, .part = 0),
	GROWTH("list --overdue", 5, list_overdue, .part = 0),
	GROWTH("list --since DAY", 5, list_since, .part = 0),
	GROWTH("report urgent", 5, report_urgent, .part = 0),
	GROWTH("report backlog", 5, report_backlog, .part = 0),
	GROWTH("stock low", 5, stock_low, .part = 0),
	/* Those that write come last: what the others read must hold as many open orders in both. */
	GROWTH("place FILE", 1, place, .most = 10000, .takes = ORDERS),
	GROWTH("confirm ID", 5, confirm, .confirms = true),

	{ .work = "stock receive that many wait for", .below = "a tenth of them", .bar = 1.3, .times = 1,
	  .sides = { SIDE(receive, .before = CALLS(wait_for_stock), .fresh = true, .part = 10, .takes = WAITING_ORDERS),
		     SIDE(receive, .before = CALLS(wait_for_stock), .fresh = true, .part = 100, .takes = WAITING_ORDERS) } },
	{ .work = "report sla, one month", .below = "floor_report", .bar = 1.5, .times = 3, PAIR(report_sla, sla_floor, .table = LARGE) },
	{ .work = "report backlog", .below = "floor_report", .bar = 1.5, .times = 3, PAIR(report_backlog, backlog_floor, .table = LARGE) },
	/* Without a bar: the floor does not reckon when what waits could come (ATP). */
	{ .work = "report delays, one month", .below = "floor_report", .times = 3, PAIR(report_delays, delays_floor, .table = LARGE) },
	{ .work = "report cash, one month", .below = "floor_report", .bar = 1.5, .times = 1, PAIR(report_cash, cash_floor, .table = LARGE) },
	{ .work = "report customers, one month", .below = "floor_report", .bar = 1.5, .times = 1, PAIR(report_customers, customers_floor, .table = LARGE) },
	{ .work = "report stock, one month", .below = "floor_report", .bar = 1.5, .times = 1, PAIR(report_stock, stock_floor, .table = LARGE) },
	{ .work = "report sales, one month", .below = "floor_report", .bar = 1.5, .times = 1, PAIR(report_sales, sales_floor, .table = LARGE) },
	{ .work = "report quality, one month", .below = "floor_report", .bar = 1.5, .times = 3, PAIR(report_quality, quality_floor, .table = LARGE) },
	{ .work = "list --jsonl, its first byte", .below = "the whole of it", .bar = 0.1, .times = 1,
	  .sides = { SIDE(list_all, .measure = FIRST_BYTE, .table = MIDDLE), SIDE(list_all, .table = MIDDLE) } },
	{ .work = "doctor", .below = "a minute a million", .bar = 1,
	  .sides = { SIDE(doctor, .table = LARGE), { .measure = A_MINUTE, .table = LARGE } } },
	{ .work = NULL },
};
