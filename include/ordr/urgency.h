/* What is to be done first: one definition for every worklist. Least slack to the next due time first (the due time itself, since
 * now is the same for all), then tier (strategic customers), then priority, then age. Orders whose clock stands come after all that run. */
#ifndef ORDR_URGENCY_H
#define ORDR_URGENCY_H

/* For queries with orders as o and customer as c. */
#define URGENCY_TIER  "CASE c.tier WHEN 'strategic' THEN 0 WHEN 'preferred' THEN 1 ELSE 2 END"
#define URGENCY_ORDER \
	"o.stopped_at ASC NULLS FIRST, o.next_due ASC NULLS LAST, " URGENCY_TIER ", o.priority DESC, o.placed_at, o.id"
#define URGENCY_LEAST \
	"o.stopped_at DESC NULLS LAST, o.next_due DESC NULLS FIRST, " URGENCY_TIER " DESC, o.priority, o.placed_at DESC, o.id DESC"

#define PRIORITY_TEXT "CASE o.priority WHEN 0 THEN 'low' WHEN 1 THEN 'normal' WHEN 2 THEN 'high' ELSE 'urgent' END"

#endif
