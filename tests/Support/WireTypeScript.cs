using System.Collections;
using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json;
using System.Text;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Realtime;
using TesslateLite.Hub.Replies;

namespace TesslateLite.Support;

/// <summary>Writes the types of <c>Contracts/Wire</c> as TypeScript, the way <see cref="WireJson"/> writes their values.</summary>
public static class WireTypeScript
{
    private const string Head =
        """
        /*
         * Generated from src/Contracts/Wire by tests/Support/WireTypeScript.cs. Do not edit.
         * After a change of the contracts: UPDATE_GENERATED=1 dotnet test tests/Architecture.Tests --filter WireDrift
         */


        """;

    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>The whole file.</summary>
    public static string Generate()
    {
        var types = typeof(WireJson).Assembly.GetExportedTypes()
            .Where(type => type.Namespace == typeof(WireJson).Namespace && (type.IsEnum || IsRecord(type)))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .ToList();
        var file = new StringBuilder(Head);
        file.Append("export const PROTOCOL = ").Append(SnapshotFrame.CurrentProtocol).Append(";\n\n");
        file.Append(Union("RefusalCode", Constants(typeof(RefusalCodes))));
        file.Append('\n').Append(Union("ReplyFailureCode", Constants(typeof(ReplyFailureCodes))));
        file.Append('\n').Append(ReplyFailureRights());
        foreach (var type in types)
        {
            file.Append('\n').Append(Declaration(type));
        }

        return file.Append('\n').Append(Commands()).Append('\n').Append(ChatClient()).ToString();
    }

    private static string ReplyFailureRights() =>
        "/** What may be done about a reply that did not complete. */\n" +
        "export const REPLY_FAILURES: Record<ReplyFailureCode, { mayContinue: boolean; mayRetry: boolean }> = {\n" +
        string.Concat(ReplyFailures.All.Select(f => $"  {f.Key}: {{ mayContinue: {Literal(f.Value.MayContinue)}, mayRetry: {Literal(f.Value.MayRetry)} }},\n")) +
        "};\n";

    private static string Literal(bool value) => value ? "true" : "false";

    private static string Commands() =>
        Map("Commands", "Hub methods that answer with an Outcome, and the one argument that each takes.", typeof(ChatHub)
            .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.ReturnType == typeof(Task<Outcome>) && IsRecord(method.GetParameters()[0].ParameterType))
            .Select(method => $"{method.Name}: {method.GetParameters()[0].ParameterType.Name}"));

    private static string ChatClient() =>
        Map("ChatClient", "What the hub calls on every connection of a person.", typeof(IChatClient).GetMethods().Select(method =>
            $"{method.Name}: ({string.Join(", ", method.GetParameters().Select(p => $"{p.Name}: {Name(Nullability.Create(p))}"))}) => void"));

    private static string Map(string name, string says, IEnumerable<string> members) =>
        $"/** {says} */\nexport interface {name} {{\n  {string.Join(";\n  ", members)};\n}}\n";

    private static string Declaration(Type type) => type switch
    {
        { IsEnum: true } => Union(type.Name, Enum.GetNames(type).Select(name => Quoted(JsonNamingPolicy.KebabCaseLower.ConvertName(name)))),
        { IsAbstract: true } => Union(type.Name, Cases(type).Select(derived => derived.DerivedType.Name)),
        _ => Interface(type),
    };

    private static string Union(string name, IEnumerable<string> cases) =>
        $"export type {name} =\n  | {string.Join("\n  | ", cases)};\n";

    private static string Interface(Type type)
    {
        var text = new StringBuilder($"export interface {type.Name} {{\n");
        if (Discriminator(type) is { } kind)
        {
            text.Append("  kind: ").Append(kind).Append(";\n");
        }

        foreach (var property in Members(type))
        {
            text.Append("  ").Append(JsonNamingPolicy.CamelCase.ConvertName(property.Name)).Append(MayBeLeftOut(type, property) ? "?: " : ": ")
                .Append(Name(Nullability.Create(property))).Append(";\n");
        }

        return text.Append("}\n").ToString();
    }

    // Base members first, so that every frame begins with its position.
    private static IEnumerable<PropertyInfo> Members(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.Name != "EqualityContract")
        .OrderBy(property => property.DeclaringType == type)
        .ThenBy(property => property.MetadataToken);

    // Only what clients send may be left out; the server writes every member of what it answers.
    private static bool MayBeLeftOut(Type type, PropertyInfo property) =>
        Discriminator(type) is null
        && type.GetConstructors()[0].GetParameters().Any(parameter => parameter.Name == property.Name && parameter.HasDefaultValue);

    private static string Name(NullabilityInfo info)
    {
        var type = Nullable.GetUnderlyingType(info.Type) ?? info.Type;
        var name = type switch
        {
            _ when type == typeof(bool) => "boolean",
            _ when type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(decimal) => "number",
            _ when type == typeof(string) || type == typeof(Guid) || type == typeof(DateTimeOffset) => "string",
            _ when type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) => $"readonly {Name(info.GenericTypeArguments.Single())}[]",
            _ when type.Namespace == typeof(WireJson).Namespace => type.Name,
            _ => throw new NotSupportedException($"No TypeScript for {type}: teach {nameof(WireTypeScript)} how it is written."),
        };
        return info.ReadState == NullabilityState.Nullable ? name + " | null" : name;
    }

    private static string? Discriminator(Type type) =>
        type.BaseType is { } parent && Cases(parent).FirstOrDefault(derived => derived.DerivedType == type) is { } derived
            ? Quoted((string)derived.TypeDiscriminator!)
            : null;

    private static IEnumerable<JsonDerivedTypeAttribute> Cases(Type type) => type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false);

    private static IEnumerable<string> Constants(Type type) =>
        type.GetFields().Where(field => field.IsLiteral).Select(field => Quoted((string)field.GetRawConstantValue()!));

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
