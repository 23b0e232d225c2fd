package dev.condenser.sidecar.relay

import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler
import org.eclipse.lsp4j.jsonrpc.messages.Message
import java.io.Reader
import java.io.Writer

/** Lets lsp4j frame messages without reading what is in them. */
internal object RawMessageHandler : MessageJsonHandler(emptyMap()) {
    override fun parseMessage(input: CharSequence): Message = RawMessage.parse(input.toString())

    override fun parseMessage(input: Reader): Message = RawMessage.parse(input.readText())

    override fun serialize(message: Message): String = (message as RawMessage).text

    override fun serialize(message: Message, output: Writer) {
        output.write(serialize(message))
    }
}
