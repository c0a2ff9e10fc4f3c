import { CatalystError } from "../../../catalyst-error.ts";
import type { AgentCredential, CredentialStore } from "../../../credential/credential.ts";
import type { Memory } from "../memory.ts";

export function memoryCredentialStore(memory: Memory): CredentialStore {
  return {
    async insert(credential) {
      const isSame = (other: AgentCredential) =>
        other.taskId === null &&
        other.provider === credential.provider &&
        other.kind === credential.kind &&
        other.userId === credential.userId &&
        other.teamId === credential.teamId;
      if (credential.taskId === null && [...memory.credentials.values()].some(isSame)) {
        throw new CatalystError(
          "conflict",
          `Adding a credential failed: there is one for ${credential.provider} already.`,
        );
      }
      memory.credentials.set(credential.id, credential);
    },
    get: async (id) => memory.credentials.get(id) ?? null,
    list: async (owner) =>
      [...memory.credentials.values()].filter(
        ({ taskId, userId, teamId }) =>
          taskId === null && (owner.kind === "user" ? userId === owner.userId : teamId === owner.teamId),
      ),
    async listUsable({ taskId, userId }) {
      const own = [...memory.credentials.values()].filter((credential) => credential.userId === userId);
      return [taskId, null].flatMap((id) => own.filter((credential) => credential.taskId === id));
    },
    async listOpen(taskId) {
      const repoId = memory.tasks.get(taskId)?.repoId ?? "";
      const projectId = memory.repos.get(repoId)?.projectId ?? "";
      const { userId, teamId } = memory.projects.get(projectId) ?? { userId: projectId, teamId: null };
      return [...memory.credentials.values()].filter(
        (one) => one.isOpen && one.taskId === null && (teamId === null ? one.userId === userId : one.teamId === teamId),
      );
    },
    async setOpen(id, isOpen) {
      const credential = memory.credentials.get(id);
      if (credential !== undefined) {
        memory.credentials.set(id, { ...credential, isOpen });
      }
      return credential !== undefined;
    },
    replaceSealed: async (before, after) => replaceSealed(memory, before, after),
    async markUsed(id) {
      const credential = memory.credentials.get(id);
      if (credential !== undefined) {
        memory.credentials.set(id, { ...credential, lastUsedAt: memory.now() });
      }
    },
    async noteTest({ id, encryptedKey }, outcome) {
      const credential = memory.credentials.get(id);
      if (credential?.encryptedKey === encryptedKey) {
        memory.credentials.set(id, { ...credential, lastTest: { outcome, at: memory.now().toISOString() } });
      }
    },
    delete: async (id) => memory.credentials.delete(id),
    listAll: async () => [...memory.credentials.values()],
  };
}

function replaceSealed(memory: Memory, before: AgentCredential, after: AgentCredential): boolean {
  const stored = memory.credentials.get(before.id);
  if (stored === undefined || stored.wrappedDataKey !== before.wrappedDataKey) {
    return false;
  }
  const { signInNeeded, refreshBeganAt, refreshedAt, isOpen, lastTest } = stored;
  const isSame = stored.encryptedKey === after.encryptedKey;
  const state = isSame ? { signInNeeded, refreshBeganAt, refreshedAt, lastTest } : { lastTest: null };
  memory.credentials.set(before.id, { ...after, ...state, isOpen });
  return true;
}
