-- Its statement is planned once for a connection: to plan it anew for each request takes twice as long as to do it, and a plan for these values is
-- no better.
ALTER FUNCTION "spendings_of"(text[], uuid, uuid, uuid, double precision, double precision) SET plan_cache_mode = force_generic_plan;
--> statement-breakpoint
-- What is settled leaves the index of what isn't when the next one reads it: a plain scan marks entries of rows that are gone, a bitmap's reads
-- them all until the table is vacuumed, thousands for each request.
ALTER FUNCTION "spendings_of"(text[], uuid, uuid, uuid, double precision, double precision) SET enable_bitmapscan = off;
