export { addRepo, createMemory, type Memory } from "./memory.ts";
export { memoryCredentialStore } from "./memory-credential-store.ts";
export { type MemoryEnvironments, memoryEnvironments } from "./memory-environments.ts";
export { memoryEventStore } from "./memory-event-store.ts";
export { memoryExecutionStore } from "./memory-execution-store.ts";
export { memoryGrantStore } from "./memory-grant-store.ts";
export { BASE_COMMIT, type MemoryRepositories, memoryRepositories } from "./memory-repositories.ts";
export { memoryTaskStore } from "./memory-task-store.ts";
export { parseJson } from "./parse-json.ts";
