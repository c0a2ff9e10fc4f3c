import { APP_PERMISSIONS } from "@catalyst/core/forge";
import { type Found, failed, limited, type Mend, ok } from "./finding.ts";

/** GitHub's names of what an App is allowed, with how much of it. */
export type Permissions = Readonly<Record<string, string>>;

/** Whether what is allowed is what the work needs, and no more than it may have. */
export function inspectPermissions(permissions: Permissions, mend: Mend): Found {
  const missing = Object.entries(APP_PERMISSIONS.needed).filter(([name, level]) => !holds(permissions, name, level));
  if (missing.length > 0) {
    const named = missing.map(([name, level]) => `${name}: ${level}`).join(", ");
    return failed("permissions", `${named} isn't allowed`, mend);
  }
  if (permissions.workflows !== undefined) {
    return limited(
      "permissions",
      "it may change workflows, which nothing needs: agents could have CI run anything",
      mend,
    );
  }
  return ok("permissions", "all that is needed is allowed, and workflows aren't");
}

function holds(permissions: Permissions, name: string, level: string): boolean {
  const allowed = permissions[name];
  return allowed === level || allowed === "admin" || (level === "read" && allowed === "write");
}
