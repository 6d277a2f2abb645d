// A server with the tools that the plugin writes through, on the official TypeScript SDK (v2), for the
// interoperability tests: it keeps what it is given in memory and answers it by the tool "seen".
//   node mini-sea.mjs http [2026-only]     says "ready PORT" when it listens
//   node mini-sea.mjs stdio [2026-only]
// With "2026-only" it refuses the protocol versions that begin with a handshake.
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import * as z from 'zod/v4';

const events = [];

function answer(value) {
  return { content: [{ type: 'text', text: JSON.stringify(value) }], structuredContent: value };
}

function sea() {
  const server = new McpServer({ name: 'mini-sea', version: '1.0.0' });
  server.registerTool(
    'kora__append_event',
    {
      description: 'Appends one event to the chain.',
      inputSchema: z.object({ workspace_id: z.string(), event_type: z.string(), payload: z.any() }),
      outputSchema: z.object({ event_id: z.string() }),
    },
    async (given) => {
      const stored = { event_id: randomUUID() };
      events.push({ ...given, ...stored });
      return answer(stored);
    },
  );
  server.registerTool(
    'seen',
    { description: 'What was appended.', inputSchema: z.object({}) },
    async () => answer({ events }),
  );
  server.registerTool(
    'fails',
    { description: 'Always fails.', inputSchema: z.object({}) },
    async () => {
      throw new Error('as it was told to');
    },
  );
  return server;
}

const [transport, era] = process.argv.slice(2);
const options = era === '2026-only' ? { legacy: 'reject' } : {};
if (transport === 'stdio') {
  serveStdio(sea, options);
} else {
  const server = http.createServer(toNodeHandler(createMcpHandler(sea, options)));
  server.listen(0, '127.0.0.1', () => console.log(`ready ${server.address().port}`));
}
