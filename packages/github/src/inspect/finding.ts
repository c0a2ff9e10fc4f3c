import type { GitHubFinding } from "@catalyst/core/forge";

/** What a finding says apart from what it is about. */
export type Found = Pick<GitHubFinding, "check" | "state" | "detail" | "page" | "clicks">;

/** Where a person mends it, and what they press there. */
export interface Mend {
  page: string;
  clicks: string;
}

export function ok(check: Found["check"], detail: string): Found {
  return { check, state: "ok", detail, page: null, clicks: null };
}

export function limited(check: Found["check"], detail: string, mend: Mend | null = null): Found {
  return { check, state: "limited", detail, page: mend?.page ?? null, clicks: mend?.clicks ?? null };
}

export function failed(check: Found["check"], detail: string, mend: Mend | null = null): Found {
  return { ...limited(check, detail, mend), state: "failed" };
}
