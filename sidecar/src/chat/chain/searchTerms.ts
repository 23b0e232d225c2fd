import type { HistoryTurn } from './chainRequest.ts';
import { identifiers } from './words/namedParts.ts';
import { topicWords } from './words/words.ts';

/** Limits of the terms, and of the characters of each. */
export const MAX_SEARCH_TERMS = 12;
const MAX_TERM_CHARACTERS = 60;
/** How many names are taken from the last answer. */
const MAX_ANSWER_NAMES = 4;

/**
 * Terms for a search through the code: the names and English words of the standalone form, the
 * English words for its Chinese terms, and the names of the last answer. Duplicates are dropped,
 * ignoring case.
 */
export function searchTerms(form: string, turns: readonly HistoryTurn[]): string[] {
  const words = topicWords(form).filter((word) => /^[a-z][\w+#-]+$/.test(word));
  const named = identifiers(turns.at(-1)?.assistant ?? '').slice(0, MAX_ANSWER_NAMES);
  const terms = new Map<string, string>();
  for (const term of [...identifiers(form), ...words, ...englishTerms(form), ...named]) {
    const key = term.toLowerCase();
    if (term.length <= MAX_TERM_CHARACTERS && !terms.has(key)) terms.set(key, term);
  }
  return [...terms.values()].slice(0, MAX_SEARCH_TERMS);
}

/**
 * The English words that code has for Chinese terms. A model is not asked for them: models that
 * rewrite well stop doing so when the same call asks for English words as well (docs/condense.md).
 */
const GLOSSARY: Readonly<Record<string, string>> = {
  异步: 'async',
  同步: 'sync',
  线程: 'thread',
  进程: 'process',
  协程: 'coroutine',
  并发: 'concurrent',
  死锁: 'deadlock',
  队列: 'queue',
  缓存: 'cache',
  缓冲: 'buffer',
  过期: 'expire',
  清空: 'clear',
  超时: 'timeout',
  重试: 'retry',
  异常: 'exception',
  报错: 'error',
  错误: 'error',
  日志: 'log',
  配置: 'config',
  环境变量: 'env',
  参数: 'param',
  返回: 'return',
  回调: 'callback',
  闭包: 'closure',
  递归: 'recursive',
  继承: 'inherit',
  接口: 'interface',
  泛型: 'generic',
  注解: 'annotation',
  装饰器: 'decorator',
  枚举: 'enum',
  字符串: 'string',
  数组: 'array',
  列表: 'list',
  字典: 'dict',
  集合: 'set',
  链表: 'linked list',
  排序: 'sort',
  查找: 'search',
  搜索: 'search',
  过滤: 'filter',
  遍历: 'iterate',
  分页: 'page',
  解析: 'parse',
  序列化: 'serialize',
  编码: 'encode',
  解码: 'decode',
  加密: 'encrypt',
  解密: 'decrypt',
  哈希: 'hash',
  压缩: 'compress',
  正则: 'regex',
  匹配: 'match',
  格式化: 'format',
  校验: 'validate',
  验证: 'validate',
  登录: 'login',
  权限: 'permission',
  令牌: 'token',
  会话: 'session',
  请求: 'request',
  响应: 'response',
  路由: 'route',
  跨域: 'cors',
  代理: 'proxy',
  端口: 'port',
  地址: 'address',
  连接: 'connection',
  数据库: 'database',
  事务: 'transaction',
  索引: 'index',
  查询: 'query',
  迁移: 'migration',
  主键: 'primary key',
  文件: 'file',
  目录: 'directory',
  路径: 'path',
  读取: 'read',
  写入: 'write',
  上传: 'upload',
  下载: 'download',
  时间: 'time',
  日期: 'date',
  时区: 'timezone',
  定时: 'schedule',
  测试: 'test',
  模拟: 'mock',
  依赖: 'dependency',
  构建: 'build',
  部署: 'deploy',
  容器: 'container',
  镜像: 'image',
  提交: 'commit',
  分支: 'branch',
  合并: 'merge',
  撤销: 'revert',
  内存: 'memory',
  泄漏: 'leak',
  性能: 'performance',
  组件: 'component',
  状态: 'state',
  渲染: 'render',
  样式: 'style',
  按钮: 'button',
  事件: 'event',
  监听: 'listen',
  消息: 'message',
  订阅: 'subscribe',
  用户: 'user',
  密码: 'password',
  工作表: 'sheet',
};

/** Longest first, so that 环境变量 is one term. None is a single character, which may be part of a word. */
const TERMS = Object.keys(GLOSSARY).sort((one, other) => other.length - one.length);
const PATTERN = new RegExp(TERMS.join('|'), 'gu');

/** The English words for the Chinese terms in a text, in order, without duplicates. */
function englishTerms(text: string): string[] {
  const words = (text.match(PATTERN) ?? []).flatMap((term) => GLOSSARY[term]?.split(' ') ?? []);
  return [...new Set(words)];
}
