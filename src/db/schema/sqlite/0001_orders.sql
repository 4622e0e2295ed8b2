-- The books of a company: what model.md of the design calls the model, with the rules that the database itself keeps.
-- Quantities are thousandths, money is minor units, prices (the columns `price`) are
-- ten-thousandths of a minor unit, instants are UTC milliseconds, dates are days since 1970-01-01,
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
	discount_days INTEGER CHECK (discount_days >= 0),
	discount_percent INTEGER CHECK (discount_percent BETWEEN 0 AND 9999),
	credit_limit INTEGER CHECK (credit_limit >= 0),
	language TEXT,
	prepayment INTEGER NOT NULL DEFAULT 0 CHECK (prepayment IN (0, 1)),
	payment_means TEXT CHECK (payment_means IN ('transfer', 'direct_debit', 'card', 'cash')),
	iban TEXT, mandate TEXT,
	tax_category TEXT CHECK (tax_category IN ('S', 'Z', 'E', 'AE', 'K', 'G', 'O')),
	invoice_when TEXT CHECK (invoice_when IN ('manual', 'auto', 'collect')),
	owed INTEGER NOT NULL DEFAULT 0,
	CHECK (payment_means <> 'direct_debit' OR (iban IS NOT NULL AND mandate IS NOT NULL)),
	CHECK (tax_category NOT IN ('AE', 'K') OR vat_id IS NOT NULL)
) STRICT;

CREATE TABLE product (
	id INTEGER PRIMARY KEY,
	sku TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('goods', 'service', 'charge')),
	unit TEXT NOT NULL,
	decimals INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 3),
	price INTEGER NOT NULL CHECK (price >= 0),
	tax_category TEXT NOT NULL,
	tax_rate INTEGER NOT NULL CHECK (tax_rate BETWEEN 0 AND 10000),
	lead_days INTEGER CHECK (lead_days >= 0),
	capacity INTEGER CHECK (capacity >= 0),
	weight INTEGER CHECK (weight >= 0),
	substitute TEXT
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
	approved INTEGER CHECK (approved > 0),
	credit_override INTEGER CHECK (credit_override > 0),
	prepaid INTEGER NOT NULL DEFAULT 0 CHECK (prepaid IN (0, 1)),
	auto_confirmed INTEGER NOT NULL DEFAULT 0 CHECK (auto_confirmed IN (0, 1)),
	stopped_at INTEGER,
	paused INTEGER NOT NULL DEFAULT 0 CHECK (paused >= 0),
	priority INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 3),
	ref TEXT,
	key TEXT,
	channel TEXT NOT NULL,
	warehouse_id INTEGER REFERENCES warehouse,
	delivery TEXT NOT NULL DEFAULT 'partial' CHECK (delivery IN ('partial', 'complete')),
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
CREATE INDEX orders_committed ON orders (customer_id) WHERE state = 'confirmed';
CREATE INDEX orders_placed ON orders (placed_at);
CREATE INDEX orders_closed ON orders (closed_at, placed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX orders_open ON orders (stopped_at, next_due) WHERE state IN ('placed', 'confirmed');

CREATE TRIGGER orders_state BEFORE UPDATE OF state ON orders
WHEN NEW.state <> OLD.state AND NOT (
	(OLD.state = 'placed' AND NEW.state IN ('confirmed', 'rejected', 'cancelled'))
	OR (OLD.state = 'confirmed' AND NEW.state IN ('completed', 'cancelled')))
BEGIN SELECT RAISE(ABORT, 'an order does not go from that state to this one'); END;
CREATE TRIGGER orders_cancel BEFORE UPDATE OF state ON orders
WHEN NEW.state = 'cancelled' AND EXISTS (SELECT 1 FROM order_line WHERE order_id = OLD.id AND (shipped > 0 OR delivered > 0))
BEGIN SELECT RAISE(ABORT, 'an order that shipped is not cancelled'); END;
CREATE TRIGGER orders_frozen BEFORE UPDATE OF id, customer_id, currency, placed_at, placed_by, delivery, first_promised, revision, prepaid ON orders
WHEN NEW.id <> OLD.id OR NEW.customer_id <> OLD.customer_id OR NEW.currency <> OLD.currency OR NEW.placed_at <> OLD.placed_at
	OR NEW.placed_by <> OLD.placed_by OR NEW.delivery <> OLD.delivery OR NEW.revision < OLD.revision OR NEW.prepaid <> OLD.prepaid
	OR (OLD.first_promised IS NOT NULL AND NEW.first_promised IS NOT OLD.first_promised)
BEGIN SELECT RAISE(ABORT, 'what an order was placed with and first promised does not change'); END;
CREATE TRIGGER orders_kept BEFORE DELETE ON orders
BEGIN SELECT RAISE(ABORT, 'orders are never deleted'); END;

CREATE TABLE hold (
	id INTEGER PRIMARY KEY,
	order_id INTEGER NOT NULL REFERENCES orders,
	reason TEXT NOT NULL,
	fault TEXT NOT NULL CHECK (fault IN ('customer', 'supply', 'carrier', 'internal')),
	note TEXT,
	blocks INTEGER NOT NULL CHECK (blocks BETWEEN 1 AND 7),
	at INTEGER NOT NULL,
	actor TEXT NOT NULL,
	released_at INTEGER,
	released_by TEXT,
	CHECK ((released_at IS NULL) = (released_by IS NULL))
) STRICT;
CREATE INDEX hold_order ON hold (order_id);

CREATE TRIGGER hold_frozen BEFORE UPDATE ON hold
WHEN OLD.released_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.order_id <> OLD.order_id OR NEW.reason <> OLD.reason OR NEW.fault <> OLD.fault
	OR NEW.note IS NOT OLD.note OR NEW.blocks <> OLD.blocks OR NEW.at <> OLD.at OR NEW.actor <> OLD.actor
BEGIN SELECT RAISE(ABORT, 'a hold does not change but for its release'); END;
CREATE TRIGGER hold_kept BEFORE DELETE ON hold
BEGIN SELECT RAISE(ABORT, 'holds are never deleted'); END;

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
	CHECK (kind <> 'goods' OR (delivered <= shipped AND shipped <= packed AND packed <= picked)),
	CHECK (kind <> 'goods' OR backordered + allocated + picked = 0 OR ordered = cancelled + backordered + allocated + picked),
	CHECK (kind = 'goods' OR (backordered + allocated + picked + packed + shipped = 0 AND delivered <= ordered - cancelled))
) STRICT, WITHOUT ROWID;
CREATE INDEX order_line_waiting ON order_line (product_id) WHERE backordered > 0;
CREATE INDEX order_line_unbilled ON order_line (order_id) WHERE delivered > invoiced;

CREATE TRIGGER order_line_frozen BEFORE UPDATE OF order_id, line, revision, product_id, sku, name, kind, unit, ordered, price, discount, tax_category, tax_rate, net ON order_line
BEGIN SELECT RAISE(ABORT, 'what was ordered, its price and its tax do not change'); END;
CREATE TRIGGER order_line_kept BEFORE DELETE ON order_line
BEGIN SELECT RAISE(ABORT, 'order lines are never deleted'); END;

-- `credited`: units of these that were invoiced, and credited for good before; they are not counted as invoiced any more.
CREATE TABLE cancellation (
	order_id INTEGER NOT NULL,
	line INTEGER NOT NULL,
	number INTEGER NOT NULL,
	quantity INTEGER NOT NULL CHECK (quantity > 0),
	credited INTEGER NOT NULL DEFAULT 0 CHECK (credited BETWEEN 0 AND quantity),
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

-- What a fact was until it was overwritten: reports look back by it.
CREATE TABLE past (
	order_id INTEGER NOT NULL REFERENCES orders,
	part INTEGER NOT NULL,
	fact TEXT NOT NULL,
	until INTEGER NOT NULL,
	value INTEGER,
	PRIMARY KEY (order_id, part, fact, until)
) STRICT, WITHOUT ROWID;

CREATE TABLE booking (
	product_id INTEGER NOT NULL REFERENCES product,
	day INTEGER NOT NULL,
	order_id INTEGER NOT NULL,
	line INTEGER NOT NULL,
	quantity INTEGER NOT NULL CHECK (quantity > 0),
	PRIMARY KEY (product_id, day, order_id, line),
	FOREIGN KEY (order_id, line) REFERENCES order_line
) STRICT, WITHOUT ROWID;
CREATE INDEX booking_line ON booking (order_id, line);

CREATE TRIGGER booking_capacity AFTER INSERT ON booking
WHEN (SELECT coalesce(sum(b.quantity), 0) FROM booking b JOIN order_line l ON l.order_id = b.order_id AND l.line = b.line
	WHERE b.product_id = NEW.product_id AND b.day = NEW.day AND l.delivered < l.ordered - l.cancelled)
	> (SELECT capacity FROM product WHERE id = NEW.product_id)
BEGIN SELECT RAISE(ABORT, 'a day has no more than its capacity'); END;
CREATE TRIGGER booking_shrinks BEFORE UPDATE ON booking
WHEN NEW.quantity > OLD.quantity OR NEW.product_id <> OLD.product_id OR NEW.day <> OLD.day
BEGIN SELECT RAISE(ABORT, 'a booking is made anew, not changed'); END;
CREATE TRIGGER product_capacity BEFORE UPDATE OF capacity ON product
WHEN EXISTS (SELECT 1 FROM booking b JOIN order_line l ON l.order_id = b.order_id AND l.line = b.line
	WHERE b.product_id = NEW.id AND l.delivered < l.ordered - l.cancelled GROUP BY b.day HAVING sum(b.quantity) > NEW.capacity)
BEGIN SELECT RAISE(ABORT, 'more is booked on a day than that capacity'); END;

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
	OR (OLD.state = 'packed' AND NEW.state IN ('picking', 'shipped', 'cancelled'))
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
WHEN NEW.shipment_id <> OLD.shipment_id OR NEW.line <> OLD.line OR NEW.order_id <> OLD.order_id OR NEW.product_id <> OLD.product_id
	OR NEW.quantity > OLD.quantity OR (SELECT state FROM shipment WHERE id = OLD.shipment_id) <> 'picking'
BEGIN SELECT RAISE(ABORT, 'what a shipment took does not change once it is packed'); END;
CREATE TRIGGER shipment_line_kept BEFORE DELETE ON shipment_line
WHEN (SELECT state FROM shipment WHERE id = OLD.shipment_id) <> 'picking'
BEGIN SELECT RAISE(ABORT, 'what a shipment took does not change once it is packed'); END;

CREATE TABLE package (
	shipment_id INTEGER NOT NULL REFERENCES shipment,
	package INTEGER NOT NULL CHECK (package > 0),
	weight INTEGER CHECK (weight >= 0),
	tracking TEXT,
	PRIMARY KEY (shipment_id, package)
) STRICT, WITHOUT ROWID;

CREATE TABLE package_line (
	shipment_id INTEGER NOT NULL,
	package INTEGER NOT NULL,
	line INTEGER NOT NULL,
	quantity INTEGER NOT NULL CHECK (quantity > 0),
	PRIMARY KEY (shipment_id, package, line),
	FOREIGN KEY (shipment_id, package) REFERENCES package,
	FOREIGN KEY (shipment_id, line) REFERENCES shipment_line
) STRICT, WITHOUT ROWID;
CREATE TRIGGER package_line_kept BEFORE DELETE ON package_line
WHEN (SELECT state FROM shipment WHERE id = OLD.shipment_id) <> 'packed'
BEGIN SELECT RAISE(ABORT, 'what was sent is not unpacked'); END;

CREATE TABLE delivery_attempt (
	shipment_id INTEGER NOT NULL REFERENCES shipment,
	attempt INTEGER NOT NULL CHECK (attempt > 0),
	at INTEGER NOT NULL,
	actor TEXT NOT NULL,
	reason TEXT NOT NULL,
	note TEXT,
	PRIMARY KEY (shipment_id, attempt)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER delivery_attempt_frozen BEFORE UPDATE ON delivery_attempt
BEGIN SELECT RAISE(ABORT, 'an attempt to deliver does not change'); END;
CREATE TRIGGER delivery_attempt_kept BEFORE DELETE ON delivery_attempt
BEGIN SELECT RAISE(ABORT, 'an attempt to deliver does not change'); END;

CREATE TABLE rma (
	id INTEGER PRIMARY KEY,
	order_id INTEGER NOT NULL REFERENCES orders,
	state TEXT NOT NULL DEFAULT 'requested' CHECK (state IN ('requested', 'received', 'inspected', 'closed', 'refused')),
	opened_at INTEGER NOT NULL,
	opened_by TEXT NOT NULL,
	warehouse_id INTEGER REFERENCES warehouse,
	received_at INTEGER,
	closed_at INTEGER,
	refusal TEXT,
	note TEXT,
	CHECK ((state = 'refused') = (refusal IS NOT NULL)),
	CHECK ((state IN ('closed', 'refused')) = (closed_at IS NOT NULL)),
	CHECK ((received_at IS NULL) = (warehouse_id IS NULL)),
	CHECK (state NOT IN ('received', 'inspected', 'closed') OR received_at IS NOT NULL)
) STRICT;
CREATE INDEX rma_order ON rma (order_id);

CREATE TRIGGER rma_state BEFORE UPDATE OF state ON rma
WHEN NEW.state <> OLD.state AND NOT (
	(OLD.state = 'requested' AND NEW.state IN ('received', 'refused'))
	OR (OLD.state = 'received' AND NEW.state IN ('inspected', 'refused'))
	OR (OLD.state = 'inspected' AND NEW.state = 'closed'))
BEGIN SELECT RAISE(ABORT, 'a return does not go from that state to this one'); END;
CREATE TRIGGER rma_kept BEFORE DELETE ON rma
BEGIN SELECT RAISE(ABORT, 'returns are never deleted'); END;

CREATE TABLE rma_line (
	rma_id INTEGER NOT NULL REFERENCES rma,
	part INTEGER NOT NULL CHECK (part > 0),
	order_id INTEGER NOT NULL,
	line INTEGER NOT NULL,
	quantity INTEGER NOT NULL CHECK (quantity > 0),
	received INTEGER NOT NULL DEFAULT 0,
	reason TEXT NOT NULL,
	condition TEXT,
	disposition TEXT CHECK (disposition IN ('restock', 'scrap', 'replace', 'refund')),
	credit INTEGER NOT NULL DEFAULT 0 CHECK (credit IN (0, 1)),
	replacement INTEGER REFERENCES orders,
	PRIMARY KEY (rma_id, part),
	FOREIGN KEY (order_id, line) REFERENCES order_line,
	CHECK (0 <= received AND received <= quantity),
	CHECK ((condition IS NULL) = (disposition IS NULL)),
	CHECK (disposition IS NULL OR received = quantity)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER rma_line_fits BEFORE INSERT ON rma_line
WHEN (SELECT state FROM rma WHERE id = NEW.rma_id) IN ('requested', 'received') AND NEW.quantity - NEW.received + (SELECT coalesce(sum(t.quantity - t.received), 0) FROM rma r JOIN rma_line t ON t.rma_id = r.id
		WHERE r.order_id = NEW.order_id AND r.state IN ('requested', 'received') AND t.line = NEW.line)
	> (SELECT delivered - returned FROM order_line WHERE order_id = NEW.order_id AND line = NEW.line AND kind = 'goods')
BEGIN SELECT RAISE(ABORT, 'no more comes back than was delivered'); END;
CREATE TRIGGER rma_line_settled BEFORE UPDATE ON rma_line WHEN OLD.disposition IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what was inspected does not change'); END;

CREATE TABLE complaint (
	id INTEGER PRIMARY KEY,
	order_id INTEGER NOT NULL REFERENCES orders,
	line INTEGER,
	reason TEXT NOT NULL,
	fault TEXT NOT NULL CHECK (fault IN ('customer', 'supply', 'carrier', 'internal')),
	amount INTEGER CHECK (amount > 0),
	note TEXT,
	state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'resolved')),
	opened_at INTEGER NOT NULL,
	opened_by TEXT NOT NULL,
	resolved_at INTEGER,
	resolved_by TEXT,
	outcome TEXT CHECK (outcome IN ('return', 'replacement', 'credit', 'nothing')),
	resolution TEXT,
	rma_id INTEGER REFERENCES rma,
	replacement INTEGER REFERENCES orders,
	FOREIGN KEY (order_id, line) REFERENCES order_line,
	CHECK ((state = 'resolved') = (outcome IS NOT NULL)),
	CHECK ((outcome IS NULL) = (resolved_at IS NULL) AND (outcome IS NULL) = (resolved_by IS NULL)),
	CHECK ((coalesce(outcome, '') = 'return') = (rma_id IS NOT NULL)),
	CHECK ((coalesce(outcome, '') = 'replacement') = (replacement IS NOT NULL)),
	CHECK (coalesce(outcome, '') <> 'credit' OR amount IS NOT NULL)
) STRICT;
CREATE INDEX complaint_order ON complaint (order_id);

CREATE TRIGGER complaint_settled BEFORE UPDATE ON complaint WHEN OLD.state = 'resolved'
BEGIN SELECT RAISE(ABORT, 'a complaint that is resolved does not change'); END;
CREATE TRIGGER complaint_kept BEFORE DELETE ON complaint
BEGIN SELECT RAISE(ABORT, 'complaints are never deleted'); END;

-- order_id is absent of one invoice for many orders: there each line names its own.
CREATE TABLE invoice (
	id INTEGER PRIMARY KEY,
	number TEXT NOT NULL UNIQUE,
	series TEXT NOT NULL,
	year INTEGER NOT NULL,
	sequence INTEGER NOT NULL CHECK (sequence > 0),
	type TEXT NOT NULL CHECK (type IN ('invoice', 'credit_note')),
	corrects TEXT REFERENCES invoice (number),
	replaces TEXT REFERENCES invoice (number),
	order_id INTEGER REFERENCES orders,
	shipment_id INTEGER REFERENCES shipment,
	customer_id INTEGER NOT NULL REFERENCES customer,
	issued INTEGER NOT NULL,
	issued_at INTEGER NOT NULL,
	due INTEGER NOT NULL,
	discount_days INTEGER,
	discount_percent INTEGER,
	currency TEXT NOT NULL,
	net INTEGER NOT NULL,
	tax INTEGER NOT NULL,
	gross INTEGER NOT NULL,
	order_ref TEXT,
	seller_name TEXT, seller_street TEXT, seller_postcode TEXT, seller_city TEXT, seller_country TEXT,
	seller_vat_id TEXT, seller_tax_number TEXT, seller_iban TEXT, seller_bic TEXT, seller_creditor_id TEXT, seller_email TEXT,
	seller_phone TEXT, seller_contact TEXT, seller_register TEXT, seller_legal TEXT, seller_electronic_address TEXT,
	buyer_name TEXT NOT NULL, buyer_street TEXT, buyer_postcode TEXT, buyer_city TEXT, buyer_country TEXT,
	buyer_vat_id TEXT, buyer_reference TEXT, buyer_email TEXT, buyer_iban TEXT, buyer_mandate TEXT, buyer_electronic_address TEXT,
	ship_to_name TEXT, ship_to_street TEXT, ship_to_city TEXT, ship_to_postcode TEXT, ship_to_country TEXT,
	kind TEXT NOT NULL DEFAULT 'standard' CHECK (kind IN ('standard', 'partial', 'deposit', 'final', 'collective')),
	profile TEXT NOT NULL DEFAULT 'paper' CHECK (profile IN ('paper', 'xrechnung', 'en16931', 'peppol')),
	language TEXT, payment_means TEXT, note TEXT, supplied INTEGER, supplied_until INTEGER,
	rma_id INTEGER REFERENCES rma, complaint_id INTEGER REFERENCES complaint,
	UNIQUE (series, year, sequence),
	CHECK (gross = net + tax),
	CHECK ((type = 'credit_note') = (corrects IS NOT NULL)),
	CHECK (replaces IS NULL OR (type = 'invoice' AND kind <> 'deposit')),
	CHECK (type = 'credit_note' OR coalesce(rma_id, complaint_id) IS NULL),
	CHECK (rma_id IS NULL OR complaint_id IS NULL),
	CHECK ((discount_days IS NULL) = (discount_percent IS NULL))
) STRICT;
CREATE INDEX invoice_order ON invoice (order_id);
CREATE INDEX invoice_corrects ON invoice (corrects) WHERE corrects IS NOT NULL;

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
	order_id INTEGER REFERENCES orders,
	order_ref TEXT,
	order_line INTEGER,
	kind TEXT NOT NULL DEFAULT 'line' CHECK (kind IN ('line', 'charge', 'deposit')),
	sku TEXT,
	name TEXT NOT NULL,
	quantity INTEGER NOT NULL CHECK (quantity <> 0),
	unit TEXT NOT NULL,
	price INTEGER NOT NULL CHECK (price >= 0),
	discount INTEGER NOT NULL,
	net INTEGER NOT NULL,
	tax_category TEXT NOT NULL,
	tax_rate INTEGER NOT NULL,
	supplied INTEGER,
	supplied_until INTEGER,
	note TEXT,
	deposit TEXT,
	rebill INTEGER NOT NULL DEFAULT 1 CHECK (rebill IN (0, 1)),
	PRIMARY KEY (invoice_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX invoice_line_order ON invoice_line (order_id) WHERE order_id IS NOT NULL;
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
	reason TEXT,
	reason_code TEXT,
	PRIMARY KEY (invoice_id, category, rate)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER invoice_tax_once BEFORE INSERT ON invoice_tax
WHEN EXISTS (SELECT 1 FROM invoice_tax WHERE invoice_id = NEW.invoice_id AND category = NEW.category AND rate = NEW.rate)
BEGIN SELECT RAISE(ABORT, 'an issued invoice does not change'); END;
CREATE TRIGGER invoice_tax_frozen BEFORE UPDATE ON invoice_tax
BEGIN SELECT RAISE(ABORT, 'an issued invoice does not change'); END;
CREATE TRIGGER invoice_tax_kept BEFORE DELETE ON invoice_tax
BEGIN SELECT RAISE(ABORT, 'an issued invoice is not deleted'); END;

CREATE TABLE einvoice (
	invoice_id INTEGER PRIMARY KEY REFERENCES invoice,
	sha256 TEXT NOT NULL,
	xml TEXT NOT NULL
) STRICT;
CREATE TRIGGER einvoice_once BEFORE INSERT ON einvoice
WHEN EXISTS (SELECT 1 FROM einvoice WHERE invoice_id = NEW.invoice_id)
BEGIN SELECT RAISE(ABORT, 'an issued invoice does not change'); END;
CREATE TRIGGER einvoice_frozen BEFORE UPDATE ON einvoice
BEGIN SELECT RAISE(ABORT, 'an issued invoice does not change'); END;
CREATE TRIGGER einvoice_kept BEFORE DELETE ON einvoice
BEGIN SELECT RAISE(ABORT, 'an issued invoice is not deleted'); END;

-- Money that came in; an amount below zero was paid back. `discount` is the cash discount taken with it, below zero where one falls away: with money
-- that went back, or (amount 0) with the part of the invoice that the credit note credit_id took back.
CREATE TABLE payment (
	id INTEGER PRIMARY KEY,
	invoice_id INTEGER NOT NULL REFERENCES invoice,
	amount INTEGER NOT NULL,
	discount INTEGER NOT NULL DEFAULT 0,
	credit_id INTEGER REFERENCES invoice,
	at INTEGER NOT NULL,
	actor TEXT NOT NULL,
	method TEXT,
	ref TEXT,
	CHECK (amount <> 0 OR (discount < 0 AND credit_id IS NOT NULL)),
	CHECK (CASE WHEN amount > 0 THEN discount >= 0 ELSE discount <= 0 END)
) STRICT;
CREATE INDEX payment_invoice ON payment (invoice_id);
CREATE TRIGGER payment_once BEFORE INSERT ON payment
WHEN EXISTS (SELECT 1 FROM payment WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a payment does not change'); END;
CREATE TRIGGER payment_frozen BEFORE UPDATE ON payment
BEGIN SELECT RAISE(ABORT, 'a payment does not change'); END;
CREATE TRIGGER payment_kept BEFORE DELETE ON payment
BEGIN SELECT RAISE(ABORT, 'payments are never deleted'); END;

CREATE TABLE dispute (
	id INTEGER PRIMARY KEY,
	invoice_id INTEGER NOT NULL REFERENCES invoice,
	line INTEGER,
	reason TEXT NOT NULL CHECK (reason IN ('price', 'quantity', 'damage', 'late', 'not-ordered', 'other')),
	fault TEXT NOT NULL CHECK (fault IN ('customer', 'supply', 'carrier', 'internal')),
	amount INTEGER NOT NULL CHECK (amount > 0),
	note TEXT,
	opened_at INTEGER NOT NULL,
	opened_by TEXT NOT NULL,
	resolved_at INTEGER,
	resolved_by TEXT,
	outcome TEXT CHECK (outcome IN ('credit', 'paid', 'rejected', 'withdrawn')),
	credit_id INTEGER REFERENCES invoice,
	resolution TEXT,
	CHECK ((outcome IS NULL) = (resolved_at IS NULL) AND (outcome IS NULL) = (resolved_by IS NULL)),
	CHECK ((coalesce(outcome, '') = 'credit') = (credit_id IS NOT NULL))
) STRICT;
CREATE INDEX dispute_invoice ON dispute (invoice_id);
CREATE TRIGGER dispute_settled BEFORE UPDATE ON dispute WHEN OLD.outcome IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a dispute that is resolved does not change'); END;
CREATE TRIGGER dispute_kept BEFORE DELETE ON dispute
BEGIN SELECT RAISE(ABORT, 'disputes are never deleted'); END;

CREATE TABLE reminder (
	invoice_id INTEGER NOT NULL REFERENCES invoice,
	level INTEGER NOT NULL CHECK (level > 0),
	at INTEGER NOT NULL,
	actor TEXT NOT NULL,
	dated INTEGER NOT NULL,
	due INTEGER NOT NULL,
	open INTEGER NOT NULL CHECK (open > 0),
	fee INTEGER NOT NULL CHECK (fee >= 0),
	interest INTEGER NOT NULL CHECK (interest >= 0),
	rate INTEGER CHECK (rate >= 0),
	lump_sum INTEGER NOT NULL CHECK (lump_sum >= 0),
	PRIMARY KEY (invoice_id, level),
	CHECK (due >= dated)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER reminder_frozen BEFORE UPDATE ON reminder
BEGIN SELECT RAISE(ABORT, 'a reminder that was sent does not change'); END;
CREATE TRIGGER reminder_kept BEFORE DELETE ON reminder
BEGIN SELECT RAISE(ABORT, 'reminders are never deleted'); END;

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

-- What the rows of each document add up to: src/db/content.h.
CREATE TABLE content (
	part INTEGER NOT NULL,
	document INTEGER NOT NULL,
	sum INTEGER NOT NULL,
	PRIMARY KEY (part, document)
) STRICT, WITHOUT ROWID;
