-- The books of a company: what model.md of the design calls the model, with the rules that the database itself keeps.
-- Quantities are thousandths, money is minor units, instants are UTC milliseconds, dates are days since 1970-01-01,
-- percentages are hundredths. Comments are stripped before this text is stored.

CREATE TABLE setting (
	name TEXT NOT NULL PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	role TEXT NOT NULL CHECK (role IN ('sales', 'warehouse', 'billing', 'admin')),
	full_name TEXT
) STRICT;

CREATE TABLE customer (
	id INTEGER PRIMARY KEY,
	code TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	tier TEXT NOT NULL CHECK (tier IN ('standard', 'preferred', 'strategic')),
	email TEXT, phone TEXT, street TEXT, city TEXT, postcode TEXT, country TEXT,
	vat_id TEXT, buyer_reference TEXT, electronic_address TEXT,
	payment_days INTEGER CHECK (payment_days >= 0),
	credit_limit INTEGER CHECK (credit_limit >= 0),
	language TEXT
) STRICT;

CREATE TABLE product (
	id INTEGER PRIMARY KEY,
	sku TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('goods', 'service')),
	unit TEXT NOT NULL,
	decimals INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 3),
	price INTEGER NOT NULL CHECK (price >= 0),
	tax_category TEXT NOT NULL,
	tax_rate INTEGER NOT NULL CHECK (tax_rate BETWEEN 0 AND 10000),
	lead_days INTEGER CHECK (lead_days >= 0),
	capacity INTEGER CHECK (capacity >= 0),
	weight INTEGER CHECK (weight >= 0)
) STRICT;

CREATE TABLE warehouse (
	id INTEGER PRIMARY KEY,
	code TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	street TEXT, city TEXT, postcode TEXT, country TEXT,
	rank INTEGER NOT NULL CHECK (rank > 0)
) STRICT;

CREATE TABLE sla_policy (
	id INTEGER PRIMARY KEY,
	code TEXT NOT NULL UNIQUE,
	tier TEXT CHECK (tier IN ('standard', 'preferred', 'strategic')),
	priority TEXT CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
	confirm INTEGER CHECK (confirm > 0),
	ship INTEGER CHECK (ship > 0),
	deliver INTEGER CHECK (deliver > 0)
) STRICT;
CREATE UNIQUE INDEX sla_policy_for ON sla_policy (coalesce(tier, ''), coalesce(priority, ''));

CREATE TABLE stock (
	product_id INTEGER NOT NULL REFERENCES product,
	warehouse_id INTEGER NOT NULL REFERENCES warehouse,
	on_hand INTEGER NOT NULL DEFAULT 0,
	allocated INTEGER NOT NULL DEFAULT 0,
	reorder_point INTEGER CHECK (reorder_point >= 0),
	reorder_quantity INTEGER CHECK (reorder_quantity > 0),
	location TEXT,
	PRIMARY KEY (product_id, warehouse_id),
	CONSTRAINT never_oversold CHECK (0 <= allocated AND allocated <= on_hand)
) STRICT, WITHOUT ROWID;

CREATE TABLE stock_move (
	id INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	actor TEXT NOT NULL,
	product_id INTEGER NOT NULL REFERENCES product,
	warehouse_id INTEGER NOT NULL REFERENCES warehouse,
	kind TEXT NOT NULL CHECK (kind IN ('receipt', 'shipment', 'return', 'adjustment', 'count', 'transfer_out', 'transfer_in')),
	quantity INTEGER NOT NULL CHECK (quantity <> 0),
	cost INTEGER CHECK (cost >= 0),
	reason TEXT,
	document TEXT
) STRICT;
CREATE INDEX stock_move_product ON stock_move (product_id, warehouse_id);

CREATE TABLE announcement (
	id INTEGER PRIMARY KEY,
	product_id INTEGER NOT NULL REFERENCES product,
	warehouse_id INTEGER NOT NULL REFERENCES warehouse,
	quantity INTEGER NOT NULL CHECK (quantity > 0),
	received INTEGER NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND quantity),
	expected INTEGER NOT NULL,
	ref TEXT
) STRICT;
CREATE INDEX announcement_open ON announcement (product_id, warehouse_id, expected) WHERE received < quantity;

CREATE TABLE orders (
	id INTEGER PRIMARY KEY,
	customer_id INTEGER NOT NULL REFERENCES customer,
	state TEXT NOT NULL DEFAULT 'placed' CHECK (state IN ('placed', 'confirmed', 'completed', 'rejected', 'cancelled')),
	revision INTEGER NOT NULL DEFAULT 1 CHECK (revision > 0),
	priority INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 3),
	ref TEXT,
	key TEXT,
	channel TEXT NOT NULL,
	warehouse_id INTEGER REFERENCES warehouse,
	placed_at INTEGER NOT NULL,
	placed_by TEXT NOT NULL,
	confirmed_at INTEGER,
	confirmed_by TEXT,
	closed_at INTEGER,
	reason TEXT,
	requested INTEGER,
	first_promised INTEGER,
	promised INTEGER,
	ship_by INTEGER,
	confirm_due INTEGER, confirm_risk INTEGER,
	ship_due INTEGER, ship_risk INTEGER,
	deliver_due INTEGER, deliver_risk INTEGER,
	shipped_at INTEGER,
	delivered_at INTEGER,
	next_due INTEGER,
	currency TEXT NOT NULL,
	net INTEGER NOT NULL,
	tax INTEGER NOT NULL,
	gross INTEGER NOT NULL,
	ship_name TEXT, ship_street TEXT, ship_city TEXT, ship_postcode TEXT, ship_country TEXT,
	note TEXT,
	CHECK (gross = net + tax),
	CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)),
	CHECK (state <> 'confirmed' OR confirmed_at IS NOT NULL),
	CHECK (state <> 'placed' OR confirmed_at IS NULL),
	CHECK (state NOT IN ('rejected', 'cancelled') OR reason IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX orders_ref ON orders (ref, customer_id) WHERE ref IS NOT NULL;
CREATE INDEX orders_customer ON orders (customer_id);
CREATE INDEX orders_placed ON orders (placed_at);
CREATE INDEX orders_open ON orders (next_due) WHERE state IN ('placed', 'confirmed');

CREATE TRIGGER orders_state BEFORE UPDATE OF state ON orders
WHEN NEW.state <> OLD.state AND NOT (
	(OLD.state = 'placed' AND NEW.state IN ('confirmed', 'rejected', 'cancelled'))
	OR (OLD.state = 'confirmed' AND NEW.state IN ('completed', 'cancelled')))
BEGIN SELECT RAISE(ABORT, 'an order does not go from that state to this one'); END;
CREATE TRIGGER orders_cancel BEFORE UPDATE OF state ON orders
WHEN NEW.state = 'cancelled' AND EXISTS (SELECT 1 FROM order_line WHERE order_id = OLD.id AND (shipped > 0 OR delivered > 0))
BEGIN SELECT RAISE(ABORT, 'an order that shipped is not cancelled'); END;
CREATE TRIGGER orders_frozen BEFORE UPDATE OF id, customer_id, currency, placed_at, placed_by, first_promised, revision ON orders
WHEN NEW.id <> OLD.id OR NEW.customer_id <> OLD.customer_id OR NEW.currency <> OLD.currency OR NEW.placed_at <> OLD.placed_at
	OR NEW.placed_by <> OLD.placed_by OR NEW.revision < OLD.revision OR (OLD.first_promised IS NOT NULL AND NEW.first_promised IS NOT OLD.first_promised)
BEGIN SELECT RAISE(ABORT, 'what an order was placed with and first promised does not change'); END;
CREATE TRIGGER orders_kept BEFORE DELETE ON orders
BEGIN SELECT RAISE(ABORT, 'orders are never deleted'); END;

CREATE TABLE order_line (
	order_id INTEGER NOT NULL REFERENCES orders,
	line INTEGER NOT NULL CHECK (line > 0),
	revision INTEGER NOT NULL DEFAULT 1 CHECK (revision > 0),
	product_id INTEGER NOT NULL REFERENCES product,
	sku TEXT NOT NULL,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	unit TEXT NOT NULL,
	ordered INTEGER NOT NULL CHECK (ordered > 0),
	cancelled INTEGER NOT NULL DEFAULT 0,
	backordered INTEGER NOT NULL DEFAULT 0,
	allocated INTEGER NOT NULL DEFAULT 0,
	picked INTEGER NOT NULL DEFAULT 0,
	packed INTEGER NOT NULL DEFAULT 0,
	shipped INTEGER NOT NULL DEFAULT 0,
	delivered INTEGER NOT NULL DEFAULT 0,
	returned INTEGER NOT NULL DEFAULT 0,
	invoiced INTEGER NOT NULL DEFAULT 0,
	price INTEGER NOT NULL CHECK (price >= 0),
	discount INTEGER NOT NULL CHECK (discount >= 0),
	tax_category TEXT NOT NULL,
	tax_rate INTEGER NOT NULL,
	net INTEGER NOT NULL,
	date INTEGER,
	note TEXT,
	PRIMARY KEY (order_id, line),
	CHECK (0 <= cancelled AND 0 <= backordered AND 0 <= allocated),
	CHECK (0 <= invoiced AND invoiced <= ordered - cancelled),
	CHECK (0 <= returned AND returned <= delivered),
	CHECK (kind = 'service' OR (delivered <= shipped AND shipped <= packed AND packed <= picked)),
	CHECK (kind = 'service' OR backordered + allocated + picked = 0 OR ordered = cancelled + backordered + allocated + picked),
	CHECK (kind <> 'service' OR (backordered + allocated + picked + packed + shipped = 0 AND delivered <= ordered - cancelled))
) STRICT, WITHOUT ROWID;
CREATE INDEX order_line_waiting ON order_line (product_id) WHERE backordered > 0;
CREATE INDEX order_line_unbilled ON order_line (order_id) WHERE delivered > invoiced;

CREATE TRIGGER order_line_frozen BEFORE UPDATE OF order_id, line, revision, product_id, sku, name, kind, unit, ordered, price, discount, tax_category, tax_rate, net ON order_line
BEGIN SELECT RAISE(ABORT, 'what was ordered, its price and its tax do not change'); END;
CREATE TRIGGER order_line_kept BEFORE DELETE ON order_line
BEGIN SELECT RAISE(ABORT, 'order lines are never deleted'); END;

CREATE TABLE cancellation (
	order_id INTEGER NOT NULL,
	line INTEGER NOT NULL,
	number INTEGER NOT NULL,
	quantity INTEGER NOT NULL CHECK (quantity > 0),
	reason TEXT NOT NULL,
	note TEXT,
	at INTEGER NOT NULL,
	actor TEXT NOT NULL,
	PRIMARY KEY (order_id, line, number),
	FOREIGN KEY (order_id, line) REFERENCES order_line
) STRICT, WITHOUT ROWID;

CREATE TABLE promise_change (
	order_id INTEGER NOT NULL REFERENCES orders,
	number INTEGER NOT NULL,
	promised INTEGER NOT NULL,
	reason TEXT NOT NULL,
	at INTEGER NOT NULL,
	actor TEXT NOT NULL,
	PRIMARY KEY (order_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE allocation (
	order_id INTEGER NOT NULL,
	line INTEGER NOT NULL,
	warehouse_id INTEGER NOT NULL REFERENCES warehouse,
	product_id INTEGER NOT NULL REFERENCES product,
	quantity INTEGER NOT NULL CHECK (quantity > 0),
	PRIMARY KEY (order_id, line, warehouse_id),
	FOREIGN KEY (order_id, line) REFERENCES order_line
) STRICT, WITHOUT ROWID;
CREATE INDEX allocation_stock ON allocation (product_id, warehouse_id);

CREATE TABLE shipment (
	id INTEGER PRIMARY KEY,
	order_id INTEGER NOT NULL REFERENCES orders,
	warehouse_id INTEGER NOT NULL REFERENCES warehouse,
	state TEXT NOT NULL CHECK (state IN ('picking', 'packed', 'shipped', 'delivered', 'cancelled')),
	picked_at INTEGER NOT NULL,
	packed_at INTEGER,
	shipped_at INTEGER,
	delivered_at INTEGER,
	carrier TEXT,
	tracking TEXT,
	received_by TEXT,
	CHECK (state NOT IN ('packed', 'shipped', 'delivered') OR packed_at IS NOT NULL),
	CHECK (state NOT IN ('shipped', 'delivered') OR shipped_at IS NOT NULL),
	CHECK (state <> 'delivered' OR delivered_at IS NOT NULL)
) STRICT;
CREATE INDEX shipment_order ON shipment (order_id);
CREATE INDEX shipment_open ON shipment (warehouse_id) WHERE state IN ('picking', 'packed');

CREATE TRIGGER shipment_state BEFORE UPDATE OF state ON shipment
WHEN NEW.state <> OLD.state AND NOT (
	(OLD.state = 'picking' AND NEW.state IN ('packed', 'cancelled'))
	OR (OLD.state = 'packed' AND NEW.state IN ('shipped', 'cancelled'))
	OR (OLD.state = 'shipped' AND NEW.state = 'delivered'))
BEGIN SELECT RAISE(ABORT, 'a shipment does not go from that state to this one'); END;
CREATE TRIGGER shipment_kept BEFORE DELETE ON shipment
BEGIN SELECT RAISE(ABORT, 'shipments are never deleted'); END;

CREATE TABLE shipment_line (
	shipment_id INTEGER NOT NULL REFERENCES shipment,
	line INTEGER NOT NULL,
	order_id INTEGER NOT NULL,
	product_id INTEGER NOT NULL REFERENCES product,
	quantity INTEGER NOT NULL CHECK (quantity > 0),
	PRIMARY KEY (shipment_id, line),
	FOREIGN KEY (order_id, line) REFERENCES order_line
) STRICT, WITHOUT ROWID;

CREATE TRIGGER shipment_line_frozen BEFORE UPDATE ON shipment_line
BEGIN SELECT RAISE(ABORT, 'what a shipment took does not change'); END;
CREATE TRIGGER shipment_line_kept BEFORE DELETE ON shipment_line
BEGIN SELECT RAISE(ABORT, 'shipment lines are never deleted'); END;

CREATE TABLE invoice (
	id INTEGER PRIMARY KEY,
	number TEXT NOT NULL UNIQUE,
	series TEXT NOT NULL,
	year INTEGER NOT NULL,
	sequence INTEGER NOT NULL CHECK (sequence > 0),
	type TEXT NOT NULL CHECK (type IN ('invoice', 'credit_note')),
	corrects TEXT REFERENCES invoice (number),
	order_id INTEGER NOT NULL REFERENCES orders,
	shipment_id INTEGER REFERENCES shipment,
	customer_id INTEGER NOT NULL REFERENCES customer,
	issued INTEGER NOT NULL,
	issued_at INTEGER NOT NULL,
	due INTEGER NOT NULL,
	currency TEXT NOT NULL,
	net INTEGER NOT NULL,
	tax INTEGER NOT NULL,
	gross INTEGER NOT NULL,
	order_ref TEXT,
	seller_name TEXT, seller_street TEXT, seller_postcode TEXT, seller_city TEXT, seller_country TEXT,
	seller_vat_id TEXT, seller_tax_number TEXT, seller_iban TEXT,
	buyer_name TEXT NOT NULL, buyer_street TEXT, buyer_postcode TEXT, buyer_city TEXT, buyer_country TEXT,
	buyer_vat_id TEXT, buyer_reference TEXT, buyer_email TEXT,
	UNIQUE (series, year, sequence),
	CHECK (gross = net + tax),
	CHECK ((type = 'credit_note') = (corrects IS NOT NULL))
) STRICT;
CREATE INDEX invoice_order ON invoice (order_id);

CREATE TRIGGER invoice_gapless BEFORE INSERT ON invoice
WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM invoice WHERE series = NEW.series AND year = NEW.year)
	OR NEW.issued < (SELECT issued FROM invoice WHERE series = NEW.series ORDER BY year DESC, sequence DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'invoices are numbered without gaps, in the order of their dates'); END;
CREATE TRIGGER invoice_once BEFORE INSERT ON invoice
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = NEW.id OR number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'an issued invoice does not change'); END;
CREATE TRIGGER invoice_frozen BEFORE UPDATE ON invoice
BEGIN SELECT RAISE(ABORT, 'an issued invoice does not change'); END;
CREATE TRIGGER invoice_kept BEFORE DELETE ON invoice
BEGIN SELECT RAISE(ABORT, 'an issued invoice is not deleted'); END;

CREATE TABLE invoice_line (
	invoice_id INTEGER NOT NULL REFERENCES invoice,
	line INTEGER NOT NULL,
	order_line INTEGER NOT NULL,
	sku TEXT NOT NULL,
	name TEXT NOT NULL,
	quantity INTEGER NOT NULL CHECK (quantity > 0),
	unit TEXT NOT NULL,
	price INTEGER NOT NULL,
	discount INTEGER NOT NULL,
	net INTEGER NOT NULL,
	tax_category TEXT NOT NULL,
	tax_rate INTEGER NOT NULL,
	PRIMARY KEY (invoice_id, line)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER invoice_line_once BEFORE INSERT ON invoice_line
WHEN EXISTS (SELECT 1 FROM invoice_line WHERE invoice_id = NEW.invoice_id AND line = NEW.line)
BEGIN SELECT RAISE(ABORT, 'an issued invoice does not change'); END;
CREATE TRIGGER invoice_line_frozen BEFORE UPDATE ON invoice_line
BEGIN SELECT RAISE(ABORT, 'an issued invoice does not change'); END;
CREATE TRIGGER invoice_line_kept BEFORE DELETE ON invoice_line
BEGIN SELECT RAISE(ABORT, 'an issued invoice is not deleted'); END;

CREATE TABLE invoice_tax (
	invoice_id INTEGER NOT NULL REFERENCES invoice,
	category TEXT NOT NULL,
	rate INTEGER NOT NULL,
	net INTEGER NOT NULL,
	tax INTEGER NOT NULL,
	PRIMARY KEY (invoice_id, category, rate)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER invoice_tax_once BEFORE INSERT ON invoice_tax
WHEN EXISTS (SELECT 1 FROM invoice_tax WHERE invoice_id = NEW.invoice_id AND category = NEW.category AND rate = NEW.rate)
BEGIN SELECT RAISE(ABORT, 'an issued invoice does not change'); END;
CREATE TRIGGER invoice_tax_frozen BEFORE UPDATE ON invoice_tax
BEGIN SELECT RAISE(ABORT, 'an issued invoice does not change'); END;
CREATE TRIGGER invoice_tax_kept BEFORE DELETE ON invoice_tax
BEGIN SELECT RAISE(ABORT, 'an issued invoice is not deleted'); END;

CREATE TABLE payment (
	id INTEGER PRIMARY KEY,
	invoice_id INTEGER NOT NULL REFERENCES invoice,
	amount INTEGER NOT NULL CHECK (amount > 0),
	at INTEGER NOT NULL,
	actor TEXT NOT NULL,
	method TEXT,
	ref TEXT
) STRICT;
CREATE INDEX payment_invoice ON payment (invoice_id);
CREATE TRIGGER payment_once BEFORE INSERT ON payment
WHEN EXISTS (SELECT 1 FROM payment WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a payment does not change'); END;
CREATE TRIGGER payment_frozen BEFORE UPDATE ON payment
BEGIN SELECT RAISE(ABORT, 'a payment does not change'); END;
CREATE TRIGGER payment_kept BEFORE DELETE ON payment
BEGIN SELECT RAISE(ABORT, 'payments are never deleted'); END;

CREATE TRIGGER stock_move_once BEFORE INSERT ON stock_move
WHEN EXISTS (SELECT 1 FROM stock_move WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the stock ledger does not change'); END;
CREATE TRIGGER stock_move_frozen BEFORE UPDATE ON stock_move
BEGIN SELECT RAISE(ABORT, 'the stock ledger does not change'); END;
CREATE TRIGGER stock_move_kept BEFORE DELETE ON stock_move
BEGIN SELECT RAISE(ABORT, 'the stock ledger does not change'); END;

CREATE TABLE event (
	seq INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	actor TEXT NOT NULL,
	command TEXT NOT NULL,
	subject TEXT NOT NULL,
	what TEXT NOT NULL,
	hash TEXT NOT NULL
) STRICT;
CREATE INDEX event_subject ON event (subject);
CREATE TRIGGER event_next BEFORE INSERT ON event
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM event)
BEGIN SELECT RAISE(ABORT, 'the log is written in order, once'); END;
CREATE TRIGGER event_frozen BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the log does not change'); END;
CREATE TRIGGER event_kept BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the log does not change'); END;

CREATE TABLE idempotency (
	key TEXT NOT NULL PRIMARY KEY,
	hash TEXT NOT NULL,
	documents TEXT NOT NULL,
	at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
