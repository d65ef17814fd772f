using System.Globalization;
using System.Net;
using System.Net.Sockets;
using TesslateLite.Upstream;

// A provider that misbehaves on demand: upstream <port>. What it does with a request, the model's name says (Faults.cs); what it
// was asked, and when the client hung up, it tells under /control (Journal.cs).
var port = int.Parse(args[0], CultureInfo.InvariantCulture);
var journal = new Journal();
var listener = new TcpListener(IPAddress.Loopback, port);
listener.Start(backlog: 512);
await Console.Out.WriteLineAsync("listening");
while (true)
{
    var socket = await listener.AcceptSocketAsync();
    _ = Serve(socket);
}

async Task Serve(Socket socket)
{
    await using var connection = new Connection(socket);
    try
    {
        while (await connection.ReadRequestAsync() is { } request)
        {
            if (request.Path.StartsWith("/control/", StringComparison.Ordinal))
                await connection.AnswerAsync(200, "application/json", journal.Tell(request.Path["/control/".Length..]));
            else
                await new Faults(connection, journal.Begin(request, connection)).RunAsync();
        }
    }
    catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
    {
        // The client hung up; the journal knows when.
    }
}
