using System.Reflection;
using System.Text.Json.Serialization;
using FluentAssertions;
using Mono.Cecil;
using NetArchTest.Rules;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Realtime;
using TesslateLite.Web.Endpoints;
using Xunit;

namespace TesslateLite.Architecture.Tests;

/// <summary>Stored events never reach a client: the wire has types of its own, so that each side can change without the other.</summary>
public sealed class EventsStayInsideTests
{
    private const string Events = "TesslateLite.Contracts.Events";
    private const string Wire = "TesslateLite.Contracts.Wire";
    private const string Documents = "TesslateLite.Projections";

    [Theory]
    [InlineData(Events, Wire)]
    [InlineData(Wire, Events)]
    public void Neither_half_of_the_contracts_refers_to_the_other(string half, string other)
    {
        var types = Types.InAssembly(typeof(Frame).Assembly).That().ResideInNamespace(half);

        types.GetTypes().Should().NotBeEmpty();
        types.ShouldNot().HaveDependencyOn(other).GetResult().FailingTypeNames.Should().BeNullOrEmpty();
    }

    [Fact]
    public void The_rule_sees_where_the_two_halves_meet() =>
        Types.InAssembly(typeof(ChatHub).Assembly).That().HaveDependencyOn(Events).And().HaveDependencyOn(Wire).GetTypes()
            .Select(t => t.Name).Should().Contain("WireViews");

    [Fact]
    public void Nothing_that_the_hub_or_a_frame_carries_is_made_of_events_or_documents()
    {
        var roots = HubTypes().Concat(typeof(Frame).Assembly.GetTypes().Where(t => t.Namespace == Wire)).ToList();

        var carried = Closure(roots);

        carried.Should().Contain([typeof(Frame), typeof(SnapshotFrame), typeof(Outcome), typeof(SessionSummary), typeof(CodePiece)]);
        carried.Select(t => t.FullName).Where(IsInside).Should().BeEmpty();
    }

    [Fact]
    public void What_an_endpoint_answers_with_is_of_the_wire()
    {
        var answers = EndpointAnswers().ToList();

        answers.Should().Contain(["TesslateLite.Contracts.Wire.MessagePage", "TesslateLite.Contracts.Wire.LibraryView"]);
        answers.Where(IsInside).Should().BeEmpty();
    }

    private static bool IsInside(string? type) =>
        type is not null && (type.StartsWith(Events, StringComparison.Ordinal) || type.StartsWith(Documents, StringComparison.Ordinal));

    /// <summary>What hub methods take and return, and what is sent to clients; services come from the container, not from the wire.</summary>
    private static IEnumerable<Type> HubTypes() =>
        typeof(ChatHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Concat(typeof(IChatClient).GetMethods())
            .SelectMany(m => m.GetParameters().Where(p => !p.GetCustomAttributes().Any(a => a.GetType().Name == "FromServicesAttribute"))
                .Select(p => p.ParameterType).Append(m.ReturnType));

    /// <summary>The types with all that their public members are made of.</summary>
    private static HashSet<Type> Closure(IEnumerable<Type> roots)
    {
        var seen = new HashSet<Type>();
        var next = new Queue<Type>(roots);
        while (next.TryDequeue(out var type))
        {
            if (type.HasElementType)
            {
                next.Enqueue(type.GetElementType()!);
            }

            foreach (var argument in type.GetGenericArguments())
            {
                next.Enqueue(argument);
            }

            if (type.Namespace?.StartsWith("TesslateLite", StringComparison.Ordinal) == true && seen.Add(type))
            {
                foreach (var part in type.GetProperties().Select(p => p.PropertyType)
                    .Concat(type.GetFields().Select(f => f.FieldType))
                    .Concat(type.GetCustomAttributes<JsonDerivedTypeAttribute>().Select(a => a.DerivedType))
                    .Append(type.BaseType ?? typeof(object)))
                {
                    next.Enqueue(part);
                }
            }
        }

        return seen;
    }

    /// <summary>
    /// Every type that the web assembly hands to a result, and that a method or lambda of an endpoint returns as it is. Read from
    /// the compiled code: a lambda that returns a result does not say of what.
    /// </summary>
    private static IEnumerable<string> EndpointAnswers()
    {
        using var assembly = AssemblyDefinition.ReadAssembly(typeof(HistoryEndpoints).Assembly.Location);
        foreach (var method in assembly.MainModule.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody))
        {
            var results = method.Body.Instructions.Select(i => i.Operand).OfType<GenericInstanceMethod>()
                .Where(call => call.DeclaringType.FullName is "Microsoft.AspNetCore.Http.Results" or "Microsoft.AspNetCore.Http.TypedResults")
                .SelectMany(call => call.GenericArguments);
            var returned = method.DeclaringType.FullName.Contains("Endpoints", StringComparison.Ordinal) ? [method.ReturnType] : Array.Empty<TypeReference>();
            foreach (var type in results.Concat(returned).SelectMany(Parts))
            {
                yield return type.FullName;
            }
        }
    }

    private static IEnumerable<TypeReference> Parts(TypeReference type) =>
        type is GenericInstanceType generic ? generic.GenericArguments.SelectMany(Parts).Append(type) : [type];
}
