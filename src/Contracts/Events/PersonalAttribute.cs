namespace TesslateLite.Contracts.Events;

/// <summary>
/// Marks a member of an event that a person wrote or that names a person. Erasure and masking work from this mark,
/// so an event with free text or a person's id and no mark on it fails a test.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PersonalAttribute : Attribute;
