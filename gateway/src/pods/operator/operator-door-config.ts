import { z } from "zod";

const ACCOUNT = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?\/[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

export const OperatorDoorVariables = z.object({
  /** Without it the operator isn't told anything. */
  CATALYST_GATEWAY_OPERATOR_PORT: z.coerce
    .number()
    .int("must be a port")
    .min(0)
    .max(65_535, "must be a port")
    .optional(),
  /** As whom the operator is known: its namespace and its account. */
  CATALYST_OPERATOR_ACCOUNT: z.string().regex(ACCOUNT, "must be a namespace and an account in it, a/b").optional(),
});

/** Where the operator asks, and who it is. */
export interface OperatorDoorConfig {
  /** 0: any that is free. */
  port: number;
  /** `namespace/name`. */
  account: string;
}

/** null: it isn't told anything. A problem in words where only half is said. */
export function operatorDoorOf({
  CATALYST_GATEWAY_OPERATOR_PORT: port,
  CATALYST_OPERATOR_ACCOUNT: account,
}: z.infer<typeof OperatorDoorVariables>): OperatorDoorConfig | string | null {
  if (port === undefined && account === undefined) {
    return null;
  }
  return port === undefined || account === undefined
    ? "CATALYST_GATEWAY_OPERATOR_PORT and CATALYST_OPERATOR_ACCOUNT are said together or not at all"
    : { port, account };
}
