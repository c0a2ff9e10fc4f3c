import { z } from "zod";
import { CatalystErrorCode } from "../catalyst-error-code.ts";
import { StoredWay } from "../way.ts";

/** Why nothing was done for an execution: the error that whoever asked for it is shown. */
export const Refusal = z.object({
  code: CatalystErrorCode,
  message: z.string(),
  way: StoredWay.nullish(),
});
export type Refusal = z.infer<typeof Refusal>;
