import { z } from "zod";
import type { Route } from "./route.ts";

/** Where nothing can be said in a query: what is said all the same is refused. */
const NoQuery = z.strictObject({});

/** What may be said in the query of a route. */
export function queryOf({ request }: Route): z.ZodObject {
  return request.query ?? NoQuery;
}
