// For tests: a log in memory, and the tests that every port has to pass.

export {
  createMemoryDatabase,
  type MemoryDatabase,
  type MemoryTransaction,
  type StoredEvent,
} from './createMemoryDatabase.ts';
export { eventLogPortTests, type PortDatabase, type PortTest } from './eventLogPortTests.ts';
