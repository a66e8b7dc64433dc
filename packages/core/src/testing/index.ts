export type { AnswerScope } from './answers.ts';
export { type AuthAnswer, type AuthRequest, FakeAuth, type FakeAuthOptions } from './fakeAuth.ts';
export {
  type AppendedEvent,
  FakeLog,
  type FakeLogOptions,
  type LogAnswer,
  type LogRequest,
} from './fakeLog.ts';
export { FakeRooms, type ServerDialect, type SubscribeAnswer } from './fakeRooms.ts';
export {
  type ConnectAnswer,
  FakeServer,
  type FakeServerOptions,
  type ReceivedFrame,
  type ReleaseOptions,
} from './fakeServer.ts';
export { FakeSocket, type WireFrame } from './fakeSocket.ts';
export { FakeWebSocket } from './fakeWebSocket.ts';
export { createManualTimers, type ManualTimers, type ManualTimersOptions } from './manualTimers.ts';
export { createTestClient, type TestClient, type TestClientOptions } from './testClient.ts';
