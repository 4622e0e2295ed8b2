/* After delivery: goods that come back, complaints, and the orders that replace what was wrong. */
#include "model.h"

#include <stdlib.h>

static struct model_return *change_return(struct model *model, int id)
{
	model_keep(model, &model->returns[id], sizeof model->returns[id]);
	return &model->returns[id];
}

/* Units that returns on their way will still bring. */
static int64_t coming_back(const struct model *model, const struct model_order *order, int line)
{
	int64_t sum = 0;
	for (int id = order->first_return; id; id = model->returns[id].next) {
		const struct model_return *rma = &model->returns[id];
		for (int i = 0; i < rma->count && rma->state <= RETURN_RECEIVED; i++)
			if (rma->parts[i].line == line)
				sum += rma->parts[i].qty - rma->parts[i].received;
	}
	return sum;
}

int64_t model_returnable(const struct model *model, const struct model_order *order, int line)
{
	return order->lines[line].delivered - order->lines[line].returned - coming_back(model, order, line);
}

static int check_qty(const struct model *model, int64_t qty, int product)
{
	return qty <= 0 || model_unsold(model, qty, product) ? EXIT_INVALID : EXIT_OK;
}

static int ask_back(struct model *model, int number, int id, const struct model_piece *piece, int reason)
{
	const struct model_order *order = &model->orders[number];
	struct model_return *rma = &model->returns[id];
	int at = piece->line - 1;
	if (at >= order->count)
		return EXIT_MISSING;
	if (!model_goods(&order->lines[at]))
		return EXIT_INVALID;
	int64_t possible = model_returnable(model, order, at);
	int64_t qty = piece->qty == NONE ? possible : piece->qty;
	int refused = piece->qty == NONE ? EXIT_OK : check_qty(model, piece->qty, order->lines[at].product);
	if (refused)
		return refused;
	if (!qty || qty > possible)
		return EXIT_REFUSED;
	rma->parts[rma->count++] = (struct model_part){ .line = at, .qty = qty, .reason = reason, .condition = -1, .disposition = -1 };
	return EXIT_OK;
}

int model_return_open(struct model *model, int number, const struct model_pieces *pieces, int reason, int *made)
{
	struct model_pieces all = { .count = 0 };
	const struct model_order *order = &model->orders[number];
	if (!model_known_reason(reason))
		return EXIT_INVALID;
	for (int i = 0; i < order->count && !pieces->count; i++)
		if (model_goods(&order->lines[i]) && model_returnable(model, order, i) > 0)
			all.piece[all.count++] = (struct model_piece){ i + 1, NONE };
	if (!pieces->count && !all.count)
		return model_conflict(model, false);
	int id = *made = ++model->books.returns;
	*change_return(model, id) = (struct model_return){ .order = number,
							   .warehouse = -1,
							   .opened_at = model->now,
							   .received_at = NONE,
							   .closed_at = NONE };
	struct model_order *asked = model_change(model, number);
	if (asked->last_return)
		change_return(model, asked->last_return)->next = id;
	else
		asked->first_return = id;
	asked->last_return = id;
	const struct model_pieces *taken = pieces->count ? pieces : &all;
	for (int i = 0; i < taken->count; i++) {
		int refused = ask_back(model, number, id, &taken->piece[i], reason);
		if (refused)
			return refused;
	}
	model->books.events += 2;
	return EXIT_OK;
}

/* --- what comes, and what becomes of it ------------------------------------------------------------------------------------------ */

/* So much of one part moves. */
struct moved {
	int part;
	int64_t qty;
};

struct moves {
	struct moved of[RETURN_PARTS];
	int count;
};

/* The parts by their lines; `left` gives what of each can move. */
static int choose(const struct model *model, const struct model_return *rma, const struct model_pieces *pieces,
		  int64_t left[RETURN_PARTS], struct moves *moves)
{
	const struct model_order *order = &model->orders[rma->order];
	int pieces_count = pieces->count ? pieces->count : 1;
	moves->count = 0;
	for (int p = 0; p < pieces_count; p++) {
		const struct model_piece piece = pieces->count ? pieces->piece[p] : (struct model_piece){ 0, NONE };
		int64_t had = 0;
		for (int line = 0; line < LINES; line++)
			for (int i = 0; i < rma->count; i++) {
				if (rma->parts[i].line != line || left[i] < 0 || (piece.line && piece.line != line + 1))
					continue;
				int refused = piece.qty == NONE ? EXIT_OK : check_qty(model, piece.qty, order->lines[line].product);
				if (refused)
					return refused;
				int64_t qty = piece.qty == NONE || left[i] < piece.qty - had ? left[i] : piece.qty - had;
				if (!qty)
					continue;
				moves->of[moves->count++] = (struct moved){ i, qty };
				left[i] -= qty;
				had += qty;
			}
		if (!had || (piece.qty != NONE && had < piece.qty))
			return EXIT_REFUSED;
	}
	return EXIT_OK;
}

/* From where the last of it was sent, else the first by rank. */
static int sent_from(const struct model *model, int number)
{
	int warehouse = -1;
	for (int id = model->orders[number].first_shipment; id; id = model->shipments[id].next)
		if (model->shipments[id].stage == DELIVERED)
			warehouse = model->shipments[id].warehouse;
	return warehouse < 0 ? model_first_warehouse(model) : warehouse;
}

int model_return_receive(struct model *model, int id, const struct model_pieces *pieces, int warehouse)
{
	int64_t left[RETURN_PARTS];
	struct moves moves;
	struct model_return *rma = change_return(model, id);
	bool more = false;
	for (int i = 0; i < rma->count; i++) {
		left[i] = rma->parts[i].qty > rma->parts[i].received ? rma->parts[i].qty - rma->parts[i].received : -1;
		more |= left[i] > 0;
	}
	if (rma->state > RETURN_RECEIVED || (!more && rma->state == RETURN_RECEIVED))
		return model_conflict(model, !more && rma->state != RETURN_REFUSED);
	int refused = choose(model, rma, pieces, left, &moves);
	if (refused)
		return refused;
	if (warehouse >= 0 && !model->books.warehouses[warehouse].row)
		return EXIT_MISSING;
	if (warehouse >= 0 && rma->warehouse >= 0 && rma->warehouse != warehouse)
		return EXIT_INVALID;
	if (rma->warehouse < 0)
		rma->warehouse = warehouse < 0 ? sent_from(model, rma->order) : warehouse;
	rma->state = RETURN_RECEIVED;
	rma->received_at = rma->received_at == NONE ? model->now : rma->received_at;
	struct model_order *order = model_change(model, rma->order);
	for (int i = 0; i < moves.count; i++) {
		rma->parts[moves.of[i].part].received += moves.of[i].qty;
		order->lines[rma->parts[moves.of[i].part].line].returned += moves.of[i].qty;
	}
	model->books.events += 2;
	return EXIT_OK;
}

/* The same again, at no price, as an order of its own. */
static int replace(struct model *model, int number, const struct model_pieces *pieces, int tag, int *made)
{
	const struct model_order *order = &model->orders[number];
	bool replayed;
	struct model_form form = { .tag = tag,
				   .customer = order->customer,
				   .priority = order->priority,
				   .warehouse = order->warehouse,
				   .delivery = -1,
				   .requested = NONE };
	for (int i = 0; i < pieces->count; i++)
		form.lines[form.count++] = (struct model_form_line){
			order->lines[pieces->piece[i].line - 1].product, pieces->piece[i].qty, 0, NONE, NONE, NONE
		};
	return model_place(model, &form, made, &replayed);
}

static void judge(struct model *model, struct model_return *rma, const struct moved *moved, const struct model_judgement *judgement,
		  int replacement)
{
	struct model_part *part = &rma->parts[moved->part];
	if (part->qty != moved->qty) {
		part->qty -= moved->qty;
		part->received -= moved->qty;
		if (rma->count == RETURN_PARTS)
			abort(); /* more than the walk ever makes */
		rma->parts[rma->count] = *part;
		part = &rma->parts[rma->count++];
		part->qty = part->received = moved->qty;
	}
	part->condition = judgement->condition;
	part->disposition = judgement->disposition;
	part->credit = judgement->credit || judgement->disposition == REFUND;
	part->replacement = replacement;
	if (judgement->disposition != RESTOCK)
		return;
	int product = model->orders[rma->order].lines[part->line].product;
	struct model_level *level = &model->books.levels[product][rma->warehouse];
	level->kept = true;
	level->on_hand += moved->qty;
	model->books.moves++;
	model_serve(model, product, rma->warehouse);
}

int model_return_inspect(struct model *model, int id, const struct model_pieces *pieces, const struct model_judgement *judgement, int tag)
{
	int64_t left[RETURN_PARTS];
	struct moves moves;
	struct model_pieces again = { .count = 0 };
	int replacement = 0;
	struct model_return *rma = change_return(model, id);
	if (rma->state != RETURN_RECEIVED)
		return model_conflict(model, rma->state == RETURN_INSPECTED || rma->state == RETURN_CLOSED);
	if (judgement->disposition == RESTOCK && judgement->condition > OPENED)
		return EXIT_REFUSED;
	for (int i = 0; i < rma->count; i++)
		left[i] = rma->parts[i].received > 0 && rma->parts[i].disposition < 0 ? rma->parts[i].received : -1;
	int refused = choose(model, rma, pieces, left, &moves);
	if (refused)
		return refused;
	for (int i = 0; i < moves.count && judgement->disposition == REPLACE; i++)
		again.piece[again.count++] = (struct model_piece){ rma->parts[moves.of[i].part].line + 1, moves.of[i].qty };
	refused = again.count ? replace(model, rma->order, &again, tag, &replacement) : EXIT_OK;
	if (refused)
		return refused;
	for (int i = 0; i < moves.count; i++)
		judge(model, rma, &moves.of[i], judgement, replacement);
	rma->state = RETURN_INSPECTED;
	for (int i = 0; i < rma->count; i++)
		if (rma->parts[i].received > 0 && rma->parts[i].disposition < 0)
			rma->state = RETURN_RECEIVED;
	model->books.events += 2;
	return EXIT_OK;
}

int model_return_close(struct model *model, int id)
{
	struct model_return *rma = change_return(model, id);
	if (rma->state != RETURN_INSPECTED)
		return model_conflict(model, rma->state == RETURN_CLOSED);
	rma->state = RETURN_CLOSED;
	rma->closed_at = model->now;
	model->books.events += 2;
	return EXIT_OK;
}

int model_return_refuse(struct model *model, int id, int reason)
{
	struct model_return *rma = change_return(model, id);
	if (rma->state > RETURN_RECEIVED)
		return model_conflict(model, rma->state == RETURN_REFUSED);
	for (int i = 0; i < rma->count; i++)
		if (rma->parts[i].disposition >= 0)
			return model_conflict(model, false);
	if (!model_known_reason(reason))
		return EXIT_INVALID;
	struct model_order *order = model_change(model, rma->order);
	for (int i = 0; i < rma->count; i++)
		order->lines[rma->parts[i].line].returned -= rma->parts[i].received;
	rma->state = RETURN_REFUSED;
	rma->refusal = reason;
	rma->closed_at = model->now;
	model->books.events += 2;
	return EXIT_OK;
}

/* --- complaints ------------------------------------------------------------------------------------------------------------------ */

int model_complain(struct model *model, int number, int line, int reason, int64_t amount, int *made)
{
	if (amount != NONE && amount <= 0)
		return EXIT_INVALID;
	if (line > model->orders[number].count)
		return EXIT_MISSING;
	if (!model_known_reason(reason))
		return EXIT_INVALID;
	int id = *made = ++model->books.complaints;
	model_keep(model, &model->complaints[id], sizeof model->complaints[id]);
	model->complaints[id] = (struct model_complaint){
		.order = number, .line = line, .reason = reason, .amount = amount, .outcome = -1, .opened_at = model->now, .resolved_at = NONE
	};
	struct model_order *order = model_change(model, number);
	if (order->last_complaint) {
		model_keep(model, &model->complaints[order->last_complaint], sizeof model->complaints[id]);
		model->complaints[order->last_complaint].next = id;
	} else {
		order->first_complaint = id;
	}
	order->last_complaint = id;
	model->books.events += 2;
	return EXIT_OK;
}

static int check_replaced(const struct model *model, int number, struct model_piece *piece)
{
	const struct model_order *order = &model->orders[number];
	if (piece->line > order->count)
		return EXIT_MISSING;
	const struct model_line *line = &order->lines[piece->line - 1];
	if (line->charge)
		return EXIT_INVALID;
	if (piece->qty == NONE && model_active(line) == 1000)
		piece->qty = 1000;
	if (piece->qty == NONE)
		return EXIT_USAGE;
	int refused = check_qty(model, piece->qty, line->product);
	return refused ? refused : piece->qty > model_active(line) ? EXIT_REFUSED : EXIT_OK;
}

static int bring_about(struct model *model, struct model_complaint *complaint, int outcome, const struct model_pieces *given, int64_t amount,
		       int tag)
{
	struct model_pieces pieces = *given;
	bool goods = outcome == BY_RETURN || outcome == BY_REPLACEMENT;
	if ((amount != NONE && outcome != BY_CREDIT) || (given->count && !goods))
		return EXIT_USAGE;
	if (!pieces.count && complaint->line)
		pieces.piece[pieces.count++] = (struct model_piece){ complaint->line, NONE };
	if (outcome == BY_RETURN)
		return model_return_open(model, complaint->order, &pieces, complaint->reason, &complaint->rma);
	if (outcome == BY_CREDIT) {
		if (amount != NONE && amount <= 0)
			return EXIT_INVALID;
		complaint->amount = amount == NONE ? complaint->amount : amount;
		return complaint->amount == NONE ? EXIT_USAGE : complaint->amount > model->orders[complaint->order].gross ? EXIT_REFUSED : EXIT_OK;
	}
	if (outcome != BY_REPLACEMENT)
		return EXIT_OK;
	if (!pieces.count)
		return EXIT_USAGE;
	for (int i = 0; i < pieces.count; i++) {
		int refused = check_replaced(model, complaint->order, &pieces.piece[i]);
		if (refused)
			return refused;
	}
	return replace(model, complaint->order, &pieces, tag, &complaint->replacement);
}

int model_resolve(struct model *model, int id, int outcome, const struct model_pieces *pieces, int64_t amount, int tag)
{
	struct model_complaint *complaint = &model->complaints[id];
	if (complaint->outcome >= 0)
		return model_conflict(model, true);
	model_keep(model, complaint, sizeof *complaint);
	int refused = bring_about(model, complaint, outcome, pieces, amount, tag);
	if (refused)
		return refused;
	complaint->outcome = outcome;
	complaint->resolved_at = model->now;
	model->books.events += 2;
	return EXIT_OK;
}
