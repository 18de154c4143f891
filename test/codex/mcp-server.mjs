// @ts-check
/**
 * A small MCP server over stdio, for tests: `write_thing` says that it destroys, `read_thing` that it only reads,
 * `ask_name` asks the person for a form, `ask_page` to open a page.
 */
import { createInterface } from 'node:readline';

/** @param {unknown} message */
const send = (message) =>
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', .../** @type {object} */ (message) })}\n`);

const INPUT = { type: 'object', properties: { text: { type: 'string' } } };
const TOOLS = [
  {
    name: 'write_thing',
    description: 'Writes a thing.',
    inputSchema: INPUT,
    annotations: { readOnlyHint: false, destructiveHint: true },
  },
  {
    name: 'read_thing',
    description: 'Reads a thing.',
    inputSchema: INPUT,
    annotations: { readOnlyHint: true },
  },
  {
    name: 'ask_name',
    description: 'Asks for a name.',
    inputSchema: INPUT,
    annotations: { readOnlyHint: true },
  },
  {
    name: 'ask_page',
    description: 'Asks to open a page.',
    inputSchema: INPUT,
    annotations: { readOnlyHint: true },
  },
];
/** @type {Record<string, object>} */
const QUESTIONS = {
  ask_name: {
    mode: 'form',
    message: 'Who are you?',
    requestedSchema: {
      type: 'object',
      properties: {
        name: { type: 'string', title: 'Name', maxLength: 20 },
        age: { type: 'integer', minimum: 0 },
        colour: { type: 'string', enum: ['red', 'blue'], enumNames: ['Red', 'Blue'] },
        ok: { type: 'boolean', title: 'All well' },
      },
      required: ['name', 'ok'],
    },
  },
  ask_page: {
    mode: 'url',
    message: 'Sign in there.',
    url: 'https://example.com/sign-in?for=test',
    elicitationId: 'page-1',
  },
};

let next = 1000;
/** Calls that wait for an answer, by the id of our request. @type {Map<number, unknown>} */
const waiting = new Map();
/** @param {unknown} id @param {string} text */
const said = (id, text) => send({ id, result: { content: [{ type: 'text', text }] } });

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params, result } = JSON.parse(line);
  if (method === 'initialize')
    send({
      id,
      result: {
        protocolVersion: params.protocolVersion,
        capabilities: { tools: {} },
        serverInfo: { name: 'stand-in', version: '1.0.0' },
      },
    });
  else if (method === 'tools/list') send({ id, result: { tools: TOOLS } });
  else if (method === 'tools/call') {
    const question = QUESTIONS[params.name];
    if (question === undefined) return said(id, `${params.name} did ${JSON.stringify(params.arguments)}`);
    waiting.set(next, id);
    send({ id: next++, method: 'elicitation/create', params: question });
  } else if (method === undefined && waiting.has(id)) {
    said(waiting.get(id), `answered ${JSON.stringify(result)}`);
    waiting.delete(id);
  } else if (id !== undefined && method !== undefined) send({ id, result: {} });
});
