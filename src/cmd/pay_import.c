/* ordr pay import: a bank statement. What is a payment beyond doubt is taken, the rest is shown. */
#include "pay_import.h"

#include <string.h>

#include "ordr/bank.h"
#include "ordr/speak.h"
#include "ordr/user.h"

static int import_one(struct run *run, const struct node *node, void *context)
{
	struct bank_entry entry;
	struct bank_result result;
	if (batch_load(run, &bank_entry_form, node, false, &entry) || bank_take(context, &entry, &result))
		return -1;
	if (run->remember && !strcmp(result.status, "paid"))
		for (size_t i = 0; i < result.invoices.count; i++)
			str_printf(&run->documents, " %s", ((const char *const *)result.invoices.items)[i]);
	return out_record(run->out, &result);
}

/* How it went, for whoever sits before it. */
static void tell(struct run *run, const struct bank *bank)
{
	char text[120];
	if (run->quiet || !out_terminal(run->out))
		return;
	snprintf(text, sizeof text, translate("%zu paid, %zu known before, %zu to look at"), bank->paid, bank->known, bank->open);
	run_note(run, run->input->name, text);
}

static int run_import(struct run *run)
{
	struct bank bank;
	run->kind = DOCUMENT_INVOICE; /* what a --key remembers */
	if (bank_begin(&bank, run->core) || out_begin(run->out, &bank_result_schema, OUT_LIST) ||
	    batch_forms(run, &bank_entry_form, "record", import_one, &bank) || out_end(run->out))
		return -1;
	tell(run, &bank);
	return 0;
}

const struct cmd pay_import = {
	.name = "import",
	.synopsis = "FILE",
	.summary = "match a bank statement (CAMT.053 or CSV) to invoices",
	.options = form_option_table,
	.options_size = sizeof(struct file_options),
	.operand = OPERAND_FILE,
	.min = 1,
	.max = 1,
	.access = ACCESS_WRITE,
	.roles = ROLE_BILLING,
	.run = run_import,
};
