using System.Reflection;

namespace KPDD.Tests.Architecture;

/// <summary>Every type a consumer sees in a type's public and protected signatures.</summary>
internal static class SignatureTypes
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IReadOnlySet<Type> Of(Type type)
    {
        var seen = new HashSet<Type>();
        Add(type.BaseType);
        Array.ForEach(type.GetInterfaces(), Add);
        foreach (FieldInfo field in type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly))
        {
            Add(field.FieldType);
        }

        // Properties and events show through their accessors.
        foreach (MethodBase method in type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared))
            .Where(method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly))
        {
            Add((method as MethodInfo)?.ReturnType);
            Array.ForEach(method.GetParameters(), parameter => Add(parameter.ParameterType));
        }

        return seen;

        void Add(Type? shown)
        {
            if (shown is null || shown.IsGenericParameter)
            {
                return;
            }

            if (shown.HasElementType)
            {
                Add(shown.GetElementType());
                return;
            }

            seen.Add(shown);
            Array.ForEach(shown.GetGenericArguments(), Add);
        }
    }
}
