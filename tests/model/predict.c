/* The rules that all commands share: batches are all or nothing unless --keep-going, a dry run changes nothing, a known
 * key changes nothing and gives its documents again, --idempotent turns what is so already into success. */
#include "predict.h"

#include <string.h>

/* --- documents ---------------------------------------------------------------------------------------------------- */

static void show(const struct model *model, enum shown kind, int of, int at, struct answer *answer)
{
	struct answer_document *document = &answer->documents[answer->count];
	if (answer->count == DOCUMENTS_MOST)
		return;
	answer->count++;
	document->kind = kind;
	document->of = of;
	document->at = at;
	document->replayed = answer->replayed;
	document->served.count = document->taken.count = 0;
	if (kind == DOC_ORDER)
		document->as.order = model->orders[of];
	else if (kind == DOC_SHIPMENT)
		document->as.shipment = model->shipments[of];
	else if (kind == DOC_INVOICE)
		document->as.invoice = model->invoices[of];
	else if (kind == DOC_RETURN)
		document->as.rma = model->returns[of];
	else if (kind == DOC_COMPLAINT)
		document->as.complaint = model->complaints[of];
	else if (kind == DOC_STOCK)
		document->as.level = model->books.levels[of][at];
}

static void show_level(const struct model *model, int product, int warehouse, bool served, struct answer *answer)
{
	show(model, DOC_STOCK, product, warehouse < 0 ? model_first_warehouse(model) : warehouse, answer);
	if (!served || answer->count == 0)
		return;
	struct answer_document *document = &answer->documents[answer->count - 1];
	document->served = model->served;
	document->taken = model->taken;
}

/* A dry run answers when an order could be there. */
static void show_outlook(struct model *model, int order, struct answer *answer)
{
	model_outlook(model, order, &answer->documents[answer->count - 1].as.order);
}

/* --- records ------------------------------------------------------------------------------------------------------ */

/* What confirm --dry-run looks at: any order that may be confirmed, whatever stands in the way. */
static int model_check(struct model *model, int number)
{
	enum state state = model->orders[number].state;
	model->already = state == CONFIRMED || state == COMPLETED;
	return state == PLACED ? EXIT_OK : EXIT_CONFLICT;
}

/* The list is wanted again, or what is missing is told: that it is picked is no error while some of it is not packed. */
static int pick_again(struct model *model, int order, int shipment)
{
	int refused = model_pick(model, order, shipment);
	bool again = refused == EXIT_CONFLICT || refused == EXIT_REFUSED;
	return again && model_has(model, order, shipment, PICKING) ? EXIT_OK : refused;
}

static int miss(struct model *model, const struct step *step, int order, int shipment)
{
	int refused = shipment ? EXIT_OK : pick_again(model, order, 0);
	if (refused && !(refused == EXIT_CONFLICT && model->already))
		return refused;
	return model_miss(model, order, shipment, step->lines[0].product, step->lines[0].qty, step->reason);
}

static int order_step(struct model *model, const struct step *step, int order, int shipment, int *invoice)
{
	const struct model_parcel parcel = { step->lines[0].product, step->parcels ? step->lines[0].qty : NONE };
	int64_t at = step->at == NONE ? model->now : step->at;
	switch (step->kind) {
	case CONFIRM:
		return step->dry_run ? model_check(model, order) : model_confirm(model, order, step->move);
	case REJECT:
		return model_reject(model, order, step->reason);
	case HOLD:
		return model_set_hold(model, order, step->reason, step->blocks ? step->blocks : HOLD_ALL);
	case RELEASE:
		return model_let_go(model, order, step->nth);
	case CANCEL:
		return step->amendment.line ? model_cancel_line(model, order, step->amendment.line, step->amendment.qty,
								step->reason)
					    : model_cancel(model, order, step->reason);
	case AMEND:
		return model_amend(model, order, &step->amendment);
	case PICK:
		return step->listed ? pick_again(model, order, shipment) : model_pick(model, order, shipment);
	case PACK_UP:
		return model_pack(model, order, shipment, &parcel);
	case SHIP:
		return model_ship(model, order, shipment);
	case DELIVER:
		return model_deliver(model, order, shipment, at, step->move);
	case UNPICK:
		return model_unpick(model, order, shipment);
	case UNPACK:
		return model_unpack(model, order, shipment);
	case MISS:
		return miss(model, step, order, shipment);
	case FAILED:
		return model_attempt(model, order, shipment, at, step->reason);
	case EXPIRE:
		return model_expire(model, order);
	case INVOICE:
		return model_invoice(model, order, invoice);
	default:
		return EXIT_OK;
	}
}

static bool lists(const struct step *step)
{
	return (step->kind == PICK && (step->listed || step->dry_run)) || (step->kind == MISS && step->dry_run);
}

static bool unknown_shipment(const struct model *model, const struct step *step, int order)
{
	return step->by_shipment && order > model->books.orders;
}

/* A credit limit is passed inside the step that it stops, by those who may; where none stands in the way, the step takes its own roles. AMEND
 * asks at its end, of what the order has become. */
static int let_pass(struct model *model, const struct step *step, int order)
{
	bool needed = true;
	struct step without = *step;
	if (unknown_shipment(model, step, order))
		return EXIT_MISSING;
	int refused = step->override && step->kind != AMEND ? model_let_pass(model, order, step->override, &needed) : EXIT_OK;
	without.override = 0;
	return refused ? refused : needed || model_may(model, step->as, step_roles(&without)) ? EXIT_OK : EXIT_DENIED;
}

static int take_order(struct model *model, const struct step *step, int order, int shipment, struct answer *answer)
{
	int invoice = 0;
	struct model_mark mark;
	struct step without = *step;
	without.override = 0;
	model_mark(model, &mark);
	model->already = false;
	int refused = let_pass(model, step, order);
	if (!refused)
		refused = order > model->books.orders ? EXIT_MISSING : order_step(model, step, order, shipment, &invoice);
	if (!refused && step->kind == AMEND && step->override && !model_above(model, order) && !model_may(model, step->as, step_roles(&without)))
		refused = EXIT_DENIED;
	bool same = refused == EXIT_CONFLICT && model->already && step->idempotent;
	if (same)
		model_back(model, &mark);
	if (refused && !same)
		return refused;
	if (step->kind == CONFIRM && step->dry_run) /* checks are shown, no order */
		return EXIT_OK;
	if (step->kind == INVOICE && same) /* what it was billed by before */
		for (int id = model->orders[order].first_invoice; id; id = model->invoices[id].next)
			show(model, DOC_INVOICE, id, 0, answer);
	else if (step->kind == INVOICE)
		show(model, DOC_INVOICE, invoice, 0, answer);
	else if (shipment)
		show(model, DOC_SHIPMENT, shipment, 0, answer);
	else
		show(model, DOC_ORDER, order, 0, answer);
	if (step->kind == AMEND && step->dry_run)
		show_outlook(model, order, answer);
	return EXIT_OK;
}

static int take_form(struct model *model, const struct step *step, int index, struct answer *answer)
{
	struct model_form form = step->forms[index];
	bool replayed;
	int number;
	if (step->kind == PLACE)
		form.key = step->key;
	int refused = model_place(model, &form, &number, &replayed);
	if (refused)
		return refused;
	show(model, DOC_ORDER, number, 0, answer);
	answer->documents[answer->count - 1].replayed = replayed;
	if (step->dry_run)
		show_outlook(model, number, answer);
	return EXIT_OK;
}

static int take_line(struct model *model, const struct step *step, int index, struct answer *answer)
{
	int product = step->lines[index].product;
	int64_t qty = step->lines[index].qty;
	int refused = EXIT_OK;
	model->served.count = model->taken.count = 0;
	if (step->kind == RECEIVE)
		refused = model_receive(model, product, step->warehouse, qty, step->ref);
	else if (step->kind == ANNOUNCE)
		refused = model_announce(model, product, step->warehouse, qty, step->day, step->ref);
	else if (step->kind == ADJUST)
		refused = model_adjust(model, product, step->warehouse, qty, step->reason);
	else if (step->kind == COUNT)
		refused = model_count(model, product, step->warehouse, qty, step->reason);
	else
		refused = model_transfer(model, product, step->warehouse, step->to, qty);
	if (refused)
		return refused;
	show_level(model, product, step->warehouse, step->kind != TRANSFER, answer);
	if (step->kind == TRANSFER)
		show_level(model, product, step->to, true, answer);
	return EXIT_OK;
}

static int take_reallocation(struct model *model, const struct step *step, struct answer *answer)
{
	const int from = step_order(model, step->tags[0]);
	const int to = step_order(model, step->tags[1]);
	int places[WAREHOUSES];
	int count;
	int refused = model_reallocate(model, step->lines[0].product, step->warehouse, from, to, step->value, step->reason, places, &count);
	if (refused)
		return refused;
	model->served = (struct model_list){ { to }, 1 };
	model->taken = (struct model_list){ { from }, 1 };
	for (int i = 0; i < count; i++)
		show_level(model, step->lines[0].product, places[i], true, answer);
	return EXIT_OK;
}

/* Returns and complaints: opened of an order, or known by one. */
static int take_after(struct model *model, const struct step *step, int index, int order, struct answer *answer)
{
	bool of_order = step->kind == RETURN_OPEN || step->kind == COMPLAIN;
	bool complaint = step->kind == COMPLAIN || step->kind == RESOLVE;
	int tag = step->forms[index % FORMS_MOST].tag;
	int id = of_order ? 0 : complaint ? step_complaint(model, step, order) : step_return(model, step, order);
	int line = step->pieces.count ? step->pieces.piece[0].line : 0;
	int refused = EXIT_OK;
	model->already = false;
	if (of_order ? order > model->books.orders : !id)
		return EXIT_MISSING;
	if (step->kind == RETURN_OPEN)
		refused = model_return_open(model, order, &step->pieces, step->reason, &id);
	else if (step->kind == RETURN_RECEIVE)
		refused = model_return_receive(model, id, &step->pieces, step->warehouse);
	else if (step->kind == RETURN_INSPECT)
		refused = model_return_inspect(model, id, &step->pieces, &step->judgement, tag);
	else if (step->kind == RETURN_CLOSE)
		refused = model_return_close(model, id);
	else if (step->kind == RETURN_REFUSE)
		refused = model_return_refuse(model, id, step->reason);
	else if (step->kind == COMPLAIN)
		refused = model_complain(model, order, line, step->reason, step->value, &id);
	else
		refused = model_resolve(model, id, step->outcome, &step->pieces, step->value, tag);
	if (refused && !(refused == EXIT_CONFLICT && model->already && step->idempotent))
		return refused;
	show(model, complaint ? DOC_COMPLAINT : DOC_RETURN, id, 0, answer);
	return EXIT_OK;
}

static int take_payment(struct model *model, const struct step *step, struct answer *answer)
{
	int invoice = step_invoice(model, step);
	int refused = invoice ? model_pay(model, invoice, step->value, step->at == NONE ? model->now : step->at)
			      : EXIT_MISSING;
	if (refused && !(refused == EXIT_CONFLICT && model->already && step->idempotent))
		return refused;
	show(model, DOC_INVOICE, invoice, 0, answer);
	return EXIT_OK;
}

static int take_credit(struct model *model, const struct step *step, struct answer *answer)
{
	const struct model_taking taking = { step->amendment.line - 1, step->reason, step->amendment.qty, step->move };
	int invoice = step_invoice(model, step);
	int note = 0;
	int refused = invoice ? model_credit(model, invoice, &taking, &note) : EXIT_MISSING;
	if (refused)
		return refused == EXIT_CONFLICT && model->already && step->idempotent ? EXIT_OK : refused;
	show(model, DOC_INVOICE, note, 0, answer);
	return EXIT_OK;
}

static int take_master(struct model *model, const struct step *step, struct answer *answer)
{
	static const enum shown of_fact[] = {
		[FACT_TIER] = DOC_CUSTOMER,    [FACT_PAYMENT_DAYS] = DOC_CUSTOMER, [FACT_LIMIT] = DOC_CUSTOMER,
		[FACT_PREPAYMENT] = DOC_CUSTOMER, [FACT_PRICE] = DOC_PRODUCT,
		[FACT_DECIMALS] = DOC_PRODUCT, [FACT_RATE] = DOC_PRODUCT,          [FACT_LEAD_DAYS] = DOC_PRODUCT,
		[FACT_CAPACITY] = DOC_PRODUCT, [FACT_KIND] = DOC_PRODUCT,  [FACT_RANK] = DOC_WAREHOUSE
	};
	static const enum shown added[] = { DOC_CUSTOMER, DOC_PRODUCT, DOC_WAREHOUSE, DOC_POLICY, DOC_USER };
	int refused = EXIT_OK;
	if (step->kind == ADD_CUSTOMER)
		refused = model_add_customer(model, step->which, (int)step->value, step->product.lead_days);
	else if (step->kind == ADD_PRODUCT)
		refused = model_add_product(model, step->which, &step->product);
	else if (step->kind == ADD_WAREHOUSE)
		refused = model_add_warehouse(model, step->which, step->value);
	else if (step->kind == ADD_POLICY)
		refused = model_add_policy(model, step->which, &step_policies[step->which]);
	else if (step->kind == ADD_USER)
		refused = model_add_user(model, step->which, (int)step->value);
	else if (step->kind == EDIT)
		refused = model_edit(model, step->which, step->fact, step->value);
	else
		refused = model_set(model, step->which, (int)step->value);
	if (!refused)
		show(model,
		     step->kind == SET    ? DOC_SETTING
		     : step->kind == EDIT ? of_fact[step->fact]
					  : added[step->kind],
		     step->which, 0, answer);
	return refused;
}

/* --- batches ------------------------------------------------------------------------------------------------------ */

static int insert(const struct model *model, int number, int *sorted, int count)
{
	int at = count;
	for (; at > 0 && model_less_urgent(model, sorted[at - 1], number); at--)
		if (at < OPEN_MOST)
			sorted[at] = sorted[at - 1];
	if (at < OPEN_MOST)
		sorted[at] = number;
	return count < OPEN_MOST ? count + 1 : count;
}

/* What is to be billed may be closed already. */
int predict_urgent(const struct model *model, const char *ready, int sorted[OPEN_MOST])
{
	const struct model_books *books = &model->books;
	bool billing = ready && !strcmp(ready, "invoice");
	int all = billing ? books->orders : books->open_count;
	int count = 0;
	for (int i = 0; i < all; i++) {
		int number = billing ? i + 1 : books->open[i];
		if (!ready || model_ready(model, number, ready))
			count = insert(model, number, sorted, count);
	}
	return count;
}

static const char *ready_word(const struct step *step)
{
	if (step->kind == HOLD || step->kind == RELEASE)
		return NULL;
	return step->kind == REJECT || (step->kind == CONFIRM && step->dry_run) ? "check" : step_words[step->kind];
}

/* The records of a step: the orders that are named or chosen, forms, lines, or one. */
static int records(const struct model *model, const struct step *step, int orders[OPEN_MOST])
{
	if (step->kind == PLACE_FORMS || (step->kind >= RECEIVE && step->kind <= TRANSFER))
		return step->count;
	if (step->kind < CONFIRM || step->kind == PAY || step->kind == CREDIT || step->kind == REALLOCATE)
		return 1;
	if (step->kind == EXPIRE) {
		int count = 0;
		for (int i = 0; i < model->books.open_count; i++)
			if (model_expired(model, model->books.open[i]))
				orders[count++] = model->books.open[i];
		return count;
	}
	if (step->next) {
		int ready = predict_urgent(model, ready_word(step), orders);
		int count = 0;
		for (int i = 0; i < ready && count < step->next; i++)
			if (step->customer < 0 || model->orders[orders[i]].customer == step->customer)
				orders[count++] = orders[i];
		return count;
	}
	for (int i = 0; i < step->count; i++)
		orders[i] = step_order(model, step->tags[i]);
	return step->count;
}

static int take(struct model *model, const struct step *step, int index, const int *orders, const int *shipments, struct answer *answer)
{
	if (step->kind <= SET)
		return take_master(model, step, answer);
	if (step->kind <= PLACE_FORMS)
		return take_form(model, step, index, answer);
	if (step->kind == PAY)
		return take_payment(model, step, answer);
	if (step->kind == CREDIT)
		return take_credit(model, step, answer);
	if (step->kind >= RECEIVE && step->kind <= TRANSFER)
		return take_line(model, step, index, answer);
	if (step->kind == REALLOCATE)
		return take_reallocation(model, step, answer);
	if (step->kind >= RETURN_OPEN && step->kind <= RESOLVE)
		return take_after(model, step, index, orders[index], answer);
	return take_order(model, step, orders[index], shipments[index], answer);
}

/* Orders and shipments are not named together. What is said of a shipment that is not there comes before it is known for one. */
struct naming {
	int kind; /* 0: not known yet, 1 orders, 2 shipments */
	bool mixed;
};

static void name_one(struct naming *naming, int shipment)
{
	int kind = shipment ? 2 : 1;
	naming->mixed = naming->kind && naming->kind != kind;
	naming->kind = naming->mixed ? naming->kind : kind;
}

/* What one call may not name. */
static bool asks_wrong(const struct step *step)
{
	bool several = step->count != 1 || step->piped || step->next;
	return (step->kind == ANNOUNCE && step->day == NONE) || (step->kind == TRANSFER && step->to < 0) ||
	       (step->kind == RETURN_INSPECT && (step->judgement.condition < 0 || step->judgement.disposition < 0)) ||
	       (step->kind == RESOLVE && step->outcome < 0) || ((step->kind == MISS || step->parcels) && several);
}

static int run(struct model *model, const struct step *step, struct answer *answer)
{
	static int orders[OPEN_MOST];
	static int shipments[OPEN_MOST];
	bool keep_going = step->keep_going && step->kind != SET;
	struct naming naming = { 0 };
	int first = EXIT_OK;
	if (asks_wrong(step))
		return EXIT_USAGE;
	if (step->next && step->customer >= 0 && !model->books.customers[step->customer].row)
		return EXIT_MISSING;
	answer->seen = records(model, step, orders);
	for (int i = 0; i < answer->seen; i++)
		shipments[i] = step->next || !step_of_shipments(step) ? 0 : step_shipment(model, step, orders[i]);
	for (int i = 0; i < answer->seen; i++) {
		struct model_mark mark;
		int documents = answer->count;
		bool named = step_of_shipments(step) && !step->next;
		if (named && !unknown_shipment(model, step, orders[i]))
			name_one(&naming, shipments[i]);
		if (naming.mixed)
			return step->piped ? EXIT_INVALID : EXIT_USAGE;
		if (first && !keep_going)
			continue; /* only counted */
		model_mark(model, &mark);
		int refused = take(model, step, i, orders, shipments, answer);
		if (refused == EXIT_DENIED)
			return refused; /* who asks is wrong, not the record: the whole call stops */
		if (refused && !keep_going && !named)
			return refused;
		if (refused && !first)
			first = refused;
		if (refused && !keep_going && refused == EXIT_MISSING && unknown_shipment(model, step, orders[i]))
			return refused; /* the rest is not read */
		if (!refused)
			continue;
		model_back(model, &mark);
		answer->count = documents;
		answer->failed++;
	}
	return first && !keep_going ? first : answer->failed ? EXIT_PARTIAL : EXIT_OK;
}

/* --- keys --------------------------------------------------------------------------------------------------------- */

static int replay(const struct model *model, const struct model_key *key, const struct step *step,
		  struct answer *answer)
{
	if (key->content != step_content(model, step))
		return EXIT_CONFLICT;
	answer->replayed = true;
	for (int i = 0; i < key->count; i++)
		show(model, key->kind, key->of[i], key->at[i], answer);
	return key->partial ? EXIT_PARTIAL : EXIT_OK;
}

static void remember(struct model *model, uint64_t content, const struct step *step, const struct answer *answer)
{
	struct model_key *key = &model->keys[step->key];
	model_keep(model, key, sizeof *key);
	*key = (struct model_key) {
		.used = true, .content = content, .count = answer->count, .partial = answer->failed > 0
	};
	for (int i = 0; i < answer->count; i++) {
		key->kind = answer->documents[i].kind;
		key->of[i] = answer->documents[i].of;
		key->at[i] = answer->documents[i].at;
	}
	model->books.keys++;
}

static int run_keyed(struct model *model, const struct step *step, struct answer *answer)
{
	const struct model_key *key = &model->keys[step->key];
	if (key->used)
		return replay(model, key, step, answer);
	uint64_t content = step_content(model, step);
	int exit = run(model, step, answer);
	if ((exit == EXIT_OK || exit == EXIT_PARTIAL) && key->used) /* by an order in it */
		return EXIT_CONFLICT;
	if (exit == EXIT_OK || exit == EXIT_PARTIAL)
		remember(model, content, step, answer);
	return exit;
}

/* Adds a shipment to the lists, once; *count: those that are on them. */
static void list_shipment(const struct model *model, int id, int *listed, int *count, struct answer *answer)
{
	const struct model_shipment *shipment = &model->shipments[id];
	const struct model_order *order = &model->orders[shipment->order];
	bool counted = false;
	for (int i = 0; i < *count; i++) {
		const struct model_shipment *other = &model->shipments[listed[i]];
		if (listed[i] == id)
			return;
		counted |= other->order == shipment->order && other->warehouse == shipment->warehouse;
	}
	if (*count == OPEN_MOST)
		return;
	listed[(*count)++] = id;
	answer->pick_orders[shipment->warehouse] += !counted;
	for (int line = 0; line < order->count; line++)
		answer->pick_qty[shipment->warehouse][order->lines[line].product] += shipment->qty[line];
}

/* What is picked and not packed, for the orders or shipments of the answer. */
static void list_picks(const struct model *model, struct answer *answer)
{
	static int listed[OPEN_MOST];
	int count = 0;
	answer->pick_lists = true;
	for (int i = 0; i < answer->count; i++) {
		bool one = answer->documents[i].kind == DOC_SHIPMENT;
		int of = answer->documents[i].of;
		for (int id = one ? of : model->orders[of].first_shipment; id; id = one ? 0 : model->shipments[id].next)
			if (model->shipments[id].stage == PICKING)
				list_shipment(model, id, listed, &count, answer);
	}
}

void predict(struct model *model, const struct step *step, struct answer *answer)
{
	model->now = step->now;
	model_settle(model);
	model_mark(model, &answer->mark);
	answer->exit = answer->failed = answer->seen = answer->count = 0;
	answer->replayed = answer->pick_lists = false;
	memset(answer->pick_qty, 0, sizeof answer->pick_qty);
	memset(answer->pick_orders, 0, sizeof answer->pick_orders);
	int roles = step_roles(step);
	if (roles && !model_may(model, step->as, roles))
		answer->exit = EXIT_DENIED;
	else
		answer->exit =
			step->key && step->kind != PLACE ? run_keyed(model, step, answer) : run(model, step, answer);
	bool done = answer->exit == EXIT_OK || answer->exit == EXIT_PARTIAL;
	answer->undone = step->dry_run && done;
	if (done && lists(step))
		list_picks(model, answer);
	if (!done)
		model_back(model, &answer->mark);
}

void predict_end(struct model *model, const struct answer *answer)
{
	if (answer->undone)
		model_back(model, &answer->mark);
}
