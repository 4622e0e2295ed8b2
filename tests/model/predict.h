/* What ordr must answer to a step: its exit status, and each document that it prints as it is at that moment. */
#ifndef ORDR_TESTS_PREDICT_H
#define ORDR_TESTS_PREDICT_H

#include "step.h"

struct answer_document {
	enum shown kind;
	int of, at; /* order, invoice, product …; warehouse of a level */
	bool replayed;
	union {
		struct model_order order;
		struct model_shipment shipment;
		struct model_invoice invoice;
		struct model_return rma;
		struct model_complaint complaint;
		struct model_level level;
	} as;
	struct model_list served, taken; /* of a level */
};

struct answer {
	int exit;
	int failed, seen; /* records of a batch */
	bool replayed;    /* the key of the whole step was known */
	bool pick_lists;  /* instead of documents */
	bool undone;      /* a dry run: model_back to `mark` once the documents were looked at */
	struct model_mark mark;
	int count;
	struct answer_document documents[DOCUMENTS_MOST];
	int64_t pick_qty[WAREHOUSES][PRODUCTS];
	int pick_orders[WAREHOUSES];
};

/* Takes the step in the model. A refused one is undone there at once, a dry run by predict_end, after its documents
 * were looked at. */
void predict(struct model *model, const struct step *step, struct answer *answer);
void predict_end(struct model *model, const struct answer *answer);
/* The open orders, most urgent first; with a step's name those alone that are ready for it. Gives how many, at most
 * OPEN_MOST. */
int predict_urgent(const struct model *model, const char *ready, int sorted[OPEN_MOST]);

#endif
