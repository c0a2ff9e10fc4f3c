import { z } from "zod";

/** The `ETag` of what a change is meant for: where that is otherwise by now, nothing is changed. Left out: whatever it is. */
export const IfMatchHeaders = z.object({ "if-match": z.string().max(1000).optional() });
