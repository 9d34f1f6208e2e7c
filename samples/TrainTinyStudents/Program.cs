using KPDD.TrainTinyStudents.Synthetic;

switch (args.FirstOrDefault())
{
    case "synthetic":
        SyntheticVerbs.Print(count: Option("--count", 10), seed: Option("--seed", 0), only: Text("--template"));
        return 0;
    case "validate":
        return SyntheticVerbs.Validate() ? 0 : 1;
    default:
        Console.Error.WriteLine("usage: synthetic [--count N] [--seed S] [--template PREFIX] | validate");
        return 2;
}

string? Text(string name)
{
    int at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}

int Option(string name, int otherwise) =>
    Text(name) is { } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : otherwise;
