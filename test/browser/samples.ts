/** An answer with one of everything that a model writes. */
export const richAnswer = `Reading a file line by line does not need the whole file in memory.

### Kotlin

\`\`\`kotlin src/Reader.kt
import java.io.File

/** Prints every line that is not blank. */
fun main() {
    File("notes.txt").forEachLine { line ->
        if (line.isNotBlank()) println("\${line.length}: $line")
    }
}
\`\`\`

Three things to know:

1. \`forEachLine\` closes the file by itself.
2. The encoding is **UTF-8** unless you name another one.
3. For *huge* files use \`useLines\`, which is lazy:
   - it is a sequence
   - it ends with the block

| Call | Memory | Lazy |
| --- | ---: | :---: |
| \`readLines()\` | whole file | no |
| \`forEachLine { }\` | one line | yes |
| \`useLines { }\` | one line | yes |

> A sequence can be walked through once.

See [the documentation](https://kotlinlang.org/api/core/kotlin-stdlib/) for more.`;

/** The same kind of answer in Chinese. */
export const chineseAnswer = `按行读取文件不需要把整个文件装进内存。

### 示例

\`\`\`python
def 打印各行(路径: str) -> None:
    """打印每一个非空行。"""
    with open(路径, encoding="utf-8") as 文件:
        for 行 in 文件:
            if 行.strip():
                print(f"{len(行)}: {行}", end="")
\`\`\`

注意两点：

- \`with\` 会自动关闭文件，即使中途出错也一样。
- 编码默认取决于系统，**最好写明** UTF-8。

| 写法 | 内存 | 说明 |
| --- | ---: | --- |
| \`readlines()\` | 整个文件 | 简单 |
| 逐行迭代 | 一行 | 推荐 |`;

/** The text in pieces, as a model sends it. */
export function pieces(text: string, length = 7): string[] {
  return text.match(new RegExp(`[\\s\\S]{1,${length}}`, 'gu')) ?? [];
}
