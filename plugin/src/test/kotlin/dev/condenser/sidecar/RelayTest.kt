package dev.condenser.sidecar

import com.google.gson.JsonPrimitive
import dev.condenser.fakes.RecordingPage
import dev.condenser.fakes.noIde
import dev.condenser.sidecar.relay.IdeRequestHandler
import dev.condenser.sidecar.relay.RawMessage
import dev.condenser.sidecar.relay.Relay
import dev.condenser.sidecar.relay.RpcError
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class RelayTest {
    private val sent = ArrayList<RawMessage>()
    private val log = ArrayList<String>()
    private val relay = Relay({ log += it }) { sent += it }
    private val one = RecordingPage()
    private val two = RecordingPage()
    private val first = relay.open(one, noIde)
    private val second = relay.open(two, noIde)

    private fun received(text: String) = relay.receive(RawMessage.parse(text))

    @Test
    fun `two pages can use the same id, and each gets its own answer`() {
        first.post("""{"jsonrpc":"2.0","id":7,"method":"chat/send","params":{"text":"a"}}""")
        second.post("""{"jsonrpc":"2.0","id":7,"method":"chat/send","params":{"text":"b"}}""")
        assertNotEquals(sent[0].id, sent[1].id)
        received("""{"jsonrpc":"2.0","id":${sent[1].id},"result":"for b"}""")
        received("""{"jsonrpc":"2.0","id":${sent[0].id},"result":"for a"}""")
        assertEquals("""{"jsonrpc":"2.0","id":7,"result":"for a"}""", one.messages.single().text)
        assertEquals("""{"jsonrpc":"2.0","id":7,"result":"for b"}""", two.messages.single().text)
    }

    @Test
    fun `the number 7 and the string 7 are different ids`() {
        first.post("""{"jsonrpc":"2.0","id":7,"method":"a"}""")
        first.post("""{"jsonrpc":"2.0","id":"7","method":"b"}""")
        first.post("""{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":7}}""")
        assertEquals(sent[0].id, sent[2].param("id"))
    }

    @Test
    fun `a cancel reaches the request of its own page`() {
        first.post("""{"jsonrpc":"2.0","id":1,"method":"chat/send"}""")
        second.post("""{"jsonrpc":"2.0","id":1,"method":"chat/send"}""")
        second.post("""{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":1}}""")
        assertEquals(sent[1].id, sent[2].param("id"))
    }

    @Test
    fun `a cancel of an answered request is dropped`() {
        first.post("""{"jsonrpc":"2.0","id":1,"method":"chat/send"}""")
        received("""{"jsonrpc":"2.0","id":${sent[0].id},"result":null}""")
        first.post("""{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":1}}""")
        assertEquals(1, sent.size)
    }

    @Test
    fun `progress reaches the page that requested it, with its own token`() {
        first.post("""{"jsonrpc":"2.0","id":1,"method":"model/pull","params":{"model":"m","progressToken":"pull-1"}}""")
        second.post(
            """{"jsonrpc":"2.0","id":1,"method":"model/pull","params":{"model":"n","progressToken":"pull-1"}}""",
        )
        val token = sent[1].param("progressToken")
        assertNotEquals(sent[0].param("progressToken"), token)
        received("""{"jsonrpc":"2.0","method":"$/progress","params":{"token":$token,"value":5}}""")
        assertTrue(one.messages.isEmpty())
        assertEquals(JsonPrimitive("pull-1"), two.messages.single().param("token"))
    }

    @Test
    fun `notifications of the sidecar reach every page unchanged`() {
        val text = """{"jsonrpc":"2.0", "method":"chat/event","params":{"a":null,"n":1.50,"t":"中<'"}}"""
        received(text)
        assertEquals(listOf(text, text), listOf(one.messages.single().text, two.messages.single().text))
    }

    @Test
    fun `a payload keeps its nulls, numbers and characters when its id is rewritten`() {
        first.post(
            """{"jsonrpc":"2.0","id":1,"method":"m","params":{"a":null,"n":12345678901234567890.10,"t":"<中>"}}""",
        )
        assertTrue(
            sent[0].text.endsWith(""""params":{"a":null,"n":12345678901234567890.10,"t":"<中>"}}"""),
            sent[0].text,
        )
    }

    @Test
    fun `a closed page receives nothing`() {
        first.post("""{"jsonrpc":"2.0","id":1,"method":"chat/send"}""")
        first.close()
        received("""{"jsonrpc":"2.0","id":${sent[0].id},"result":null}""")
        received("""{"jsonrpc":"2.0","method":"chat/event","params":{}}""")
        assertTrue(one.messages.isEmpty())
        assertEquals(1, two.messages.size)
    }

    @Test
    fun `ide requests of the sidecar are refused`() {
        received("""{"jsonrpc":"2.0","id":"x","method":"ide/newFile","params":{"text":"evil"}}""")
        received("""{"jsonrpc":"2.0","method":"ide/ask","params":{"text":"evil","send":true}}""")
        assertTrue(one.messages.isEmpty())
        assertEquals(RpcError.METHOD_NOT_FOUND, sent.single().json.getAsJsonObject("error").get("code").asInt)
    }

    @Test
    fun `methods of the host are refused when a page sends them`() {
        for (method in listOf("initialize", "shutdown")) first.post("""{"jsonrpc":"2.0","id":1,"method":"$method"}""")
        for (method in listOf("initialized", "exit")) first.post("""{"jsonrpc":"2.0","method":"$method"}""")
        assertTrue(sent.isEmpty())
        assertEquals(2, one.messages.count { it.json.has("error") })
    }

    @Test
    fun `ide requests of a page are answered by the host`() {
        val asked = ArrayList<String>()
        val page = RecordingPage()
        val ide =
            IdeRequestHandler { method, params, reply ->
                asked += "$method $params"
                reply.result(JsonPrimitive(true))
            }
        relay.open(page, ide).post("""{"jsonrpc":"2.0","id":"a","method":"ide/copy","params":{"text":"t"}}""")
        assertEquals("""{"jsonrpc":"2.0","id":"a","result":true}""", page.messages.single().text)
        assertEquals(listOf("""ide/copy {"text":"t"}"""), asked)
        assertTrue(sent.isEmpty())
    }

    @Test
    fun `the pending requests of a dead sidecar fail with a typed error`() {
        first.post("""{"jsonrpc":"2.0","id":1,"method":"chat/send"}""")
        relay.failPending(RpcError(RpcError.INTERNAL_ERROR, "it died", "sidecarDied"))
        val data = one.messages.single().json.getAsJsonObject("error").getAsJsonObject("data")
        assertEquals("sidecarDied", data.get("kind").asString)
    }

    @Test
    fun `malformed messages are dropped and logged`() {
        for (text in listOf("", "nonsense", "[]", "7", "{}", "null")) first.post(text)
        assertTrue(sent.isEmpty())
        assertTrue(log.isNotEmpty())
    }
}
