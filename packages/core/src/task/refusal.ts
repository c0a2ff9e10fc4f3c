import { z } from "zod";
import { CatalystErrorCode } from "../catalyst-error-code.ts";

/** Why nothing was done for an execution: the error that whoever asked for it is shown. */
export const Refusal = z.object({ code: CatalystErrorCode, message: z.string() });
export type Refusal = z.infer<typeof Refusal>;
