export { openDatabase } from "../database.ts";
export { type BreakableDatabase, breakableDatabase } from "./breakable-database.ts";
export { EARLIER_HOMES, giveEarlierDatabase } from "./earlier-homes.ts";
export { givePreparedDatabase } from "./prepared/prepared-database.ts";
export { storeRepo, type TestRepo } from "./stored-repo.ts";
export { describeTask, newExecution, storeTask } from "./stored-task.ts";
export { storeTeam } from "./stored-team.ts";
export { testDatabase } from "./test-database.ts";
