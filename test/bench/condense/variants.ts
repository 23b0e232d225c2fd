import type { FollowUpCase } from './followUps.ts';
export type Variant = (c: FollowUpCase) => object;

export function clean(text: string): string {
  let t = text.trim().replace(/^(?:(?:the )?(?:rewritten|standalone)(?: (?:follow-up|question|message))?|follow-up|question|user|追问|改写后|改写|问题|用户)\s*[:：]\s*/i, '');
  const q = /^(?:"([^"]+)"|“([^”]+)”|「([^」]+)」|\*\*([^*]+)\*\*)$/.exec(t);
  t = q?.slice(1).find((x) => x !== undefined) ?? t;
  return t.trim();
}
const code = /```[^\n]*\n([\s\S]*?)(?:```|$)/g;
export function cut(a: string, n: number): string {
  const t = a.replace(code, '[code]').replace(/\s+/g, ' ').trim();
  return t.length <= n ? t : t.slice(0, n) + '…';
}
const chat = (system: string, user: string) => ({ messages: [{ role: 'system', content: system }, { role: 'user', content: user }] });

const full = (c: FollowUpCase, u: string, a: string) => c.history.map(([x, y]) => `${u}${x}\n${a}${y}`).join('\n');
const short = (c: FollowUpCase, u: string, a: string, n = 160, last = 4) => c.history.slice(-last).map(([x, y]) => `${u}${cut(x, 200)}\n${a}${cut(y, n)}`).join('\n');

export const A: Variant = (c) =>
  c.lang === 'zh'
    ? chat('你负责改写对话中用户的最后一条消息，使它脱离对话也能看懂。你从不回答它。', `对话：\n${full(c, '用户：', '助手：')}\n\n最后一条消息：${c.question}\n\n把最后一条消息改写成一个完整的问题或要求，说明它指的是什么。保留其中的名称和数字。只写改写后的消息。`)
    : chat('You rewrite the last message of a conversation so that it can be understood without the conversation. You never answer it.', `Conversation:\n${full(c, 'User: ', 'Assistant: ')}\n\nLast message: ${c.question}\n\nRewrite the last message as one complete question or instruction that names what it is about. Keep its names and numbers. Write only the rewritten message.`);
export const B: Variant = (c) =>
  c.lang === 'zh'
    ? chat('你负责改写对话中用户的最后一条消息，使它脱离对话也能看懂。你从不回答它。', `对话：\n${short(c, '用户：', '助手：')}\n\n最后一条消息：${c.question}\n\n把最后一条消息改写成一个完整的问题或要求，说明它指的是什么。保留其中的名称和数字。只写改写后的消息。`)
    : chat('You rewrite the last message of a conversation so that it can be understood without the conversation. You never answer it.', `Conversation:\n${short(c, 'User: ', 'Assistant: ')}\n\nLast message: ${c.question}\n\nRewrite the last message as one complete question or instruction that names what it is about. Keep its names and numbers. Write only the rewritten message.`);
const prevQ = (c: FollowUpCase) => cut(c.history.at(-1)![0], 300);
const prevA = (c: FollowUpCase, n = 160) => cut(c.history.at(-1)![1], n);
export const C: Variant = (c) =>
  c.lang === 'zh'
    ? chat('你把用户的两条消息合并成一条。', `用户先写道：\n${short(c, '用户：', '助手：', 120, 3)}\n\n然后用户写道：\n${c.question}\n\n请重写第二条消息，让人不看前面也能看懂：保留其中所有重要的词，并补上它所指的内容。如果是要求，就写成要求。只写一句话。`)
    : chat('You merge two messages of a user into one.', `The conversation so far:\n${short(c, 'User: ', 'Assistant: ', 120, 3)}\n\nThen the user wrote:\n${c.question}\n\nWrite this message again so that it can be understood without the conversation: keep every word that matters, and add what it refers to. If it is an order, write an order. Write one sentence and nothing else.`);
export const D: Variant = (c) =>
  c.lang === 'zh'
    ? chat('你负责补全用户的消息，使它脱离对话也能看懂。你从不回答它。', `对话：\n${short(c, '用户：', '助手：', 120, 3)}\n\n用户的新消息：“${c.question}”\n\n请补全新消息：保留它的每个词，把“它”“那个”换成所指的内容，并补上省略的内容。是要求就仍写成要求，是问题就仍写成问题。只写补全后的消息，一句话。`)
    : chat('You complete a message of a user so that it can be understood without the conversation. You never answer it.', `Conversation:\n${short(c, 'User: ', 'Assistant: ', 120, 3)}\n\nNew message of the user: "${c.question}"\n\nComplete the new message: keep its words, replace "it" and "that" by what they mean, and add what was left out. An order stays an order, a question stays a question. Write only the completed message, in one sentence.`);
// Merge of the two questions alone, the answer only as one line.
export const E: Variant = (c) =>
  c.lang === 'zh'
    ? chat('你把两条消息合并成一条完整的消息。你从不回答它们。', `第一条：${prevQ(c)}\n（回答：${prevA(c, 80)}）\n第二条：${c.question}\n\n用户现在想问的是第二条。结合第一条，把第二条写成一句完整的话，保留第二条里的词。只写这句话。`)
    : chat('You merge two messages into one complete message. You never answer them.', `First message: ${prevQ(c)}\n(Answer: ${prevA(c, 80)})\nSecond message: ${c.question}\n\nThe user now wants the second one. Write the second message as one complete sentence, with what it needs from the first, and keep the words of the second. Write only that sentence.`);
