/* THE TABLE: every command, in the order of help. */
#include "ordr/cmd.h"

extern const struct cmd cmd_init, cmd_config, cmd_customer, cmd_product, cmd_warehouse, cmd_user, cmd_sla, cmd_form, cmd_place, cmd_confirm, cmd_reject,
	cmd_amend, cmd_hold, cmd_release, cmd_cancel, cmd_show, cmd_list, cmd_why, cmd_log, cmd_stock, cmd_pick, cmd_unpick, cmd_pack, cmd_unpack,
	cmd_ship, cmd_deliver, cmd_invoice, cmd_pay, cmd_dun, cmd_return, cmd_complaint, cmd_dispute, cmd_report, cmd_events, cmd_expire, cmd_doctor, cmd_backup, cmd_restore,
	cmd_export, cmd_import, cmd_schema, cmd_completion, cmd_help, cmd_version, cmd_complete, cmd_commands, cmd_doctor_second;

const char *const command_groups[] = { "set up", "orders", "stock", "fulfil", "cash", "after", "look", "care", NULL };

const struct cmd *const commands[] = {
	&cmd_init,    &cmd_config, &cmd_customer,   &cmd_product, &cmd_warehouse, &cmd_user,	 &cmd_sla,	/* set up */
	&cmd_form,    &cmd_place,  &cmd_confirm,    &cmd_reject,  &cmd_amend,	  &cmd_hold,	 &cmd_release,
	&cmd_cancel,  &cmd_show,   &cmd_list,	    &cmd_why,	  &cmd_log,	 /* orders */
	&cmd_stock,								 /* stock */
	&cmd_pick,    &cmd_unpick, &cmd_pack,	    &cmd_unpack,  &cmd_ship,	  &cmd_deliver,	 /* fulfil */
	&cmd_invoice, &cmd_pay,	   &cmd_dun,					 /* cash */
	&cmd_return,  &cmd_complaint, &cmd_dispute,				 /* after */
	&cmd_report,  &cmd_events,						 /* look */
	&cmd_expire,  &cmd_doctor, &cmd_backup,	    &cmd_restore, &cmd_export,	 &cmd_import,
	&cmd_schema,  &cmd_completion, &cmd_help,   &cmd_version,		 /* care */
	&cmd_complete, &cmd_commands, &cmd_doctor_second, &cmd_today,					 /* hidden */
	NULL,
};
