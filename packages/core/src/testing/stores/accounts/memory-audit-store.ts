import type { AuditStore } from "../../../account/people/audit-entry.ts";
import type { Memory } from "../memory.ts";

export function memoryAuditStore(memory: Memory): AuditStore {
  return {
    async add(entry) {
      memory.audit.push({ ...entry, number: memory.audit.length + 1, at: memory.now() });
    },
    async list({ teamId, before = Number.POSITIVE_INFINITY, limit }) {
      const isListed = (entry: Memory["audit"][number]) =>
        entry.number < before && (teamId === undefined || entry.teamId === teamId);
      return memory.audit
        .filter(isListed)
        .reverse()
        .slice(0, limit)
        .map((entry) => ({
          ...entry,
          login: memory.users.get(entry.userId ?? "")?.login ?? null,
          team: memory.teams.get(entry.teamId ?? "")?.slug ?? null,
        }));
    },
  };
}
