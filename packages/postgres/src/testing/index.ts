export { storeTask } from "./stored-task.ts";
export { testDatabase } from "./test-database.ts";
