import type { Account } from "./account.ts";

/** What somebody was asked by the App: who they are. */
export interface DeviceAsk {
  userCode: string;
  /** null: nobody has said yet. */
  said: { account: Account } | "denied" | null;
  intervalSeconds: number;
  /** Milliseconds. */
  expiresAt: number;
  notBefore: number;
}
